import Glibc
import LocalFiles

/// The log file of a server.
enum ServerLog {
    /// The first error line from byte `offset` on; later errors of a failing server are consequences.
    static func firstError(_ path: String, from offset: Int) -> String? {
        text(path, from: offset).split(separator: "\n").first { line in
            line.contains("ERROR") || line.contains("FATAL") || line.contains("error:")
        }.map { String($0.prefix(300)) }
    }

    /// The first error, or else the last line.
    static func cause(_ path: String, from offset: Int) -> String {
        firstError(path, from: offset) ?? text(path, from: offset).split(separator: "\n").last.map {
            String($0.prefix(300))
        }
            ?? "it left no log"
    }

    static func byteCount(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func text(_ path: String, from offset: Int) -> String {
        let bytes = (try? BoundedFile.read(path, limit: 16 << 20)) ?? []
        return String(decoding: bytes.dropFirst(offset), as: UTF8.self)
    }
}
