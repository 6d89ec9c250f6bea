import CPlatform
public import Failures
import Glibc

/// Reads files that other users may have written: up to a size limit, no directories, no waiting on a FIFO without a
/// writer.
public enum BoundedFile {
    /// The content of `path`, or nil when there is no such file.
    ///
    /// - Parameter limit: The maximum size in bytes; a longer file is an error.
    /// - Throws: A `Failure` that names the file.
    public static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8]? {
        let descriptor = qd_open_for_reading(path)
        if descriptor == -ENOENT || descriptor == -ENOTDIR { return nil }
        guard descriptor >= 0 else { throw unreadable(path, because: SystemError.text(-descriptor)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, because: SystemError.text(errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        // `--config <(...)` and /dev/stdin: the data arrives later, so reads must block.
        case S_IFIFO, S_IFCHR: _ = fcntl(descriptor, F_SETFL, 0)
        case S_IFDIR: throw unreadable(path, because: "it is a directory")
        default: throw unreadable(path, because: "it is not a file")
        }
        return try readAll(descriptor, path, expecting: Int(status.st_size), limit: limit)
    }

    private static func readAll(
        _ descriptor: Int32, _ path: String, expecting size: Int, limit: Int
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(max(size + 1, 4_096), 1 << 16))
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, because: SystemError.text(errno)) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else {
                throw Failure(
                    .badData, "\(path) is too large", why: "at most \(limit) bytes of it are read",
                    next: "give a smaller file")
            }
        }
    }

    private static func unreadable(_ path: String, because reason: String) -> Failure {
        Failure(.noInput, "cannot read \(path)", why: reason, next: "name a file that you may read")
    }
}
