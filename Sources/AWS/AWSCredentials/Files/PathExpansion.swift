import Glibc

/// Expands variables and home directories in paths of AWS files, like Python's `posixpath`.
///
/// Source: `os.path.expandvars`, then `os.path.expanduser`, in `botocore.configloader.raw_config_parse`.
enum PathExpansion {
    /// Replaces `$NAME` and `${NAME}` by the variables' values. An unset variable stays as it is written, and a value
    /// is not expanded again.
    static func variables(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = Substring(text)
        while let dollar = rest.unicodeScalars.firstIndex(of: "$") {
            result += rest[..<dollar]
            let reference = reference(rest[dollar...])
            let end = reference?.end ?? rest.unicodeScalars.index(after: dollar)
            result += reference.flatMap { values[$0.name] } ?? String(rest[dollar..<end])
            rest = rest[end...]
        }
        return result + rest
    }

    /// Replaces a leading `~` by `home`, and `~name` by that user's home directory. An unknown user's name stays as it is
    /// written.
    static func user(_ text: String, home: String) -> String {
        guard text.utf8.first == UInt8(ascii: "~") else { return text }
        let end = text.utf8.firstIndex(of: UInt8(ascii: "/")) ?? text.endIndex
        let name = String(text[..<end].dropFirst())
        guard let directory = name.isEmpty ? home : homeDirectory(of: name) else { return text }
        var kept = directory[...]
        while kept.hasSuffix("/") { kept.removeLast() }
        let path = kept + text[end...]
        return path.isEmpty ? "/" : String(path)
    }

    /// The variable of a text that begins with `$`, and the end of the reference; nil when the text is no reference.
    private static func reference(_ text: Substring) -> (name: String, end: String.Index)? {
        let scalars = text.unicodeScalars.dropFirst()
        if scalars.first == "{" {
            let inner = scalars.dropFirst()
            guard let close = inner.firstIndex(of: "}") else { return nil }
            return (String(inner[..<close]), inner.index(after: close))
        }
        let name = scalars.prefix { KeyShape.isWordCharacter($0) }
        return name.isEmpty ? nil : (String(name), name.endIndex)
    }

    /// Source: getpwnam_r(3).
    private static func homeDirectory(of user: String) -> String? {
        var account = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { room in
            guard let start = room.baseAddress, getpwnam_r(user, &account, start, room.count, &found) == 0,
                let directory = found?.pointee.pw_dir
            else { return nil }
            return String(cString: directory)
        }
    }
}
