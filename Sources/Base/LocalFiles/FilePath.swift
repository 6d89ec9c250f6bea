import Glibc

/// Paths as bytes separated by slashes, valid UTF-8 or not.
public enum FilePath {
    /// The directory (at least `/`) and the name in it.
    public static func parent(of path: String) -> (directory: String, name: String) {
        let bytes = Array(path.utf8)
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let directory = slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
        return (directory, String(decoding: bytes[(slash + 1)...], as: UTF8.self))
    }

    /// The path of the file that a write would reach through symbolic links, whether it exists or not. At most 40 links
    /// are followed, as the kernel does.
    public static func followed(_ path: String) -> String {
        if let whole = resolved(path) { return whole }
        var path = path
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &buffer, buffer.count - 1)
            guard count > 0 else { break }
            let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            path = target.hasPrefix("/") ? target : parent(of: path).directory + "/" + target
        }
        return path
    }

    /// The path without symbolic links and dots; nil when nothing exists there.
    public static func resolved(_ path: String) -> String? {
        guard let result = realpath(path, nil) else { return nil }
        defer { free(result) }
        return String(cString: result)
    }
}
