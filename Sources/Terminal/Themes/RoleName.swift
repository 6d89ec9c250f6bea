/// The dotted names that a theme may style: every role's, and what several of them begin with.
enum RoleName {
    /// `token.expiring`, `token`, and at last `text`: where the look of `token.expiring` is searched, in this order.
    static func lookup(_ role: String) -> [String] {
        var names: [String] = []
        var rest = Substring(role)
        while !rest.isEmpty {
            names.append(String(rest))
            rest = rest.lastIndex(of: ".").map { rest[..<$0] } ?? ""
        }
        return names.last == Role.text.rawValue ? names : names + [Role.text.rawValue]
    }

    /// All names that mean something.
    static let known: Set<String> = Set(Role.allCases.flatMap { lookup($0.rawValue) })
}
