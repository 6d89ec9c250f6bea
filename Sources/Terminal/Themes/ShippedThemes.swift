import CThemeData

/// The built-in themes.
enum ShippedThemes {
    /// Their names, in the order of the theme picker.
    static var names: [String] {
        all.map { String(cString: $0.name) }
    }

    /// A theme's text; nil when there is no such theme.
    static func text(of name: String) -> [UInt8]? {
        all.first { String(cString: $0.name) == name }.map { theme in
            Array(UnsafeBufferPointer(start: theme.bytes, count: theme.length))
        }
    }

    private static var all: UnsafeBufferPointer<qd_shipped_theme> {
        var count = 0
        let first = qd_shipped_themes(&count)
        return UnsafeBufferPointer(start: first, count: count)
    }
}
