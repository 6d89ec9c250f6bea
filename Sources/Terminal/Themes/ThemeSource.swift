/// Where a theme's text is.
enum ThemeSource: Hashable {
    /// Built into the program.
    case shipped(String)
    /// A file of the user's.
    case file(String)

    /// The file's name for issues.
    var file: String {
        switch self {
        case .shipped(let name): "themes/\(name).toml"
        case .file(let path): path
        }
    }

    /// The theme's name.
    var name: String {
        switch self {
        case .shipped(let name): return name
        case .file(let path):
            let name = path.split(separator: "/").last ?? ""
            return String(name.hasSuffix(".toml") ? name.dropLast(5) : name)
        }
    }

    /// Whether a name can be a theme's: one that is a file's name everywhere and harmless on a terminal.
    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && !name.hasPrefix(".")
            && name.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-_.+".unicodeScalars.contains(scalar)
            }
    }
}
