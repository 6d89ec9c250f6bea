/// The patterns of IAM: `*` is any text, `?` is one character.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Resource".
enum PolicyGlob {
    /// Whether `text` matches `pattern`. Linear in memory, at most the product of both lengths in time.
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
