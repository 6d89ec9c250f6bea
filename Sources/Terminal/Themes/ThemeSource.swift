/// The source of a theme's text.
enum ThemeSource: Hashable {
    case shipped(String)
    /// A user's file.
    case file(String)

    /// The path for issues.
    var file: String {
        switch self {
        case .shipped(let name): "themes/\(name).toml"
        case .file(let path): path
        }
    }

    var name: String {
        switch self {
        case .shipped(let name): return name
        case .file(let path):
            let name = path.split(separator: "/").last ?? ""
            return String(name.hasSuffix(".toml") ? name.dropLast(5) : name)
        }
    }

    /// Whether a name can be a theme's: it must be a valid file name on every system and harmless on a terminal.
    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && !name.hasPrefix(".")
            && name.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-_.+".unicodeScalars.contains(scalar)
            }
    }
}
