/// IAM's wildcards: `*` matches any text, `?` matches one character.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Resource".
enum PolicyGlob {
    /// Whether `text` matches `pattern`. The time is at most proportional to the product of both lengths, the memory to
    /// their sum.
    static func matches(_ text: String, _ pattern: String, ignoringCase: Bool = false) -> Bool {
        let text = Array((ignoringCase ? text.lowercased() : text).unicodeScalars)
        let pattern = Array((ignoringCase ? pattern.lowercased() : pattern).unicodeScalars)
        var (index, place) = (0, 0)
        var (star, resumed) = (-1, 0)
        while index < text.count {
            if place < pattern.count, pattern[place] == "*" {
                (star, resumed) = (place, index)
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[index] {
                index += 1
                place += 1
            } else if star >= 0 {
                resumed += 1
                (index, place) = (resumed, star + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
