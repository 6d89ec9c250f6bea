/// The dotted names that a theme may style: the roles and their prefixes.
enum RoleName {
    /// `token.expiring`, `token`, and finally `text`: the order in which the style of `token.expiring` is searched.
    static func lookup(_ role: String) -> [String] {
        var names: [String] = []
        var rest = Substring(role)
        while !rest.isEmpty {
            names.append(String(rest))
            rest = rest.lastIndex(of: ".").map { rest[..<$0] } ?? ""
        }
        return names.last == Role.text.rawValue ? names : names + [Role.text.rawValue]
    }

    /// All valid names.
    static let known: Set<String> = Set(Role.allCases.flatMap { lookup($0.rawValue) })
}
