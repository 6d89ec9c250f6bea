import CPlatform
package import Failures
import Glibc
import LocalFiles
import SQLWire
import Threads

/// SQL and data that several runs read, each from its beginning. Input that can be read only once is copied to an
/// unnamed file.
package final class SharedInput: Sendable {
    private let directory: String
    /// The copied inputs, by descriptor or by path.
    private let kept = Locked(Kept())

    private struct Kept: Sendable {
        var byDescriptor: [Int32: Int32] = [:]
        var byPath: [String: Int32] = [:]
    }

    /// - Parameter directory: The directory of the unnamed file.
    package init(directory: String) {
        self.directory = directory
    }

    /// The same source, to be read from its beginning.
    ///
    /// - Throws: A `Failure` when it cannot be read or copied.
    package func again(_ source: ScriptSource) throws(Failure) -> ScriptSource {
        guard case .file(let descriptor) = source.content else { return source }
        let original =
            try Self.isFile(descriptor)
            ? descriptor
            : once(\.byDescriptor[descriptor]) {
                () throws(Failure) in try keep(descriptor)
            }
        let copy = try reopened(original, source)
        return ScriptSource(content: .file(copy), name: source.name, directory: source.directory)
    }

    /// A file that a script includes; a pipe is read once for all runs.
    package func open(_ path: String) throws(Failure) -> ScriptSource {
        var status = stat()
        let type = stat(path, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
        guard path != "-", type != S_IFREG, type != S_IFDIR else {
            return path == "-" ? try again(.standardInput) : try ScriptSource.open(path)
        }
        let file = try once(\.byPath[path]) { () throws(Failure) in
            guard case .file(let descriptor) = try ScriptSource.open(path).content else { return -1 }
            defer { close(descriptor) }
            return try keep(descriptor)
        }
        let source = ScriptSource(content: .file(file), name: path, directory: FilePath.parent(of: path).directory)
        return ScriptSource(
            content: .file(try reopened(file, source)), name: source.name, directory: source.directory)
    }

    /// The copy at a place. The first caller creates it; the others wait.
    private func once(
        _ place: WritableKeyPath<Kept, Int32?>, _ make: () throws(Failure) -> Int32
    ) throws(Failure) -> Int32 {
        let outcome = kept.withLock { kept -> Result<Int32, Failure> in
            if let file = kept[keyPath: place] { return .success(file) }
            do throws(Failure) {
                let file = try make()
                kept[keyPath: place] = file
                return .success(file)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private func reopened(_ descriptor: Int32, _ source: ScriptSource) throws(Failure) -> Int32 {
        let copy = Glibc.open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
        guard copy >= 0 else {
            throw Failure(
                .inputOutput, "cannot read \(source.name ?? "the SQL") for several clusters",
                why: SystemError.text(errno), next: "-f FILE with a regular file")
        }
        let start = lseek(descriptor, 0, SEEK_CUR)
        if start > 0 { lseek(copy, start, SEEK_SET) }
        return copy
    }

    private static func isFile(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Copies all input to an unnamed file.
    private func keep(_ source: Int32) throws(Failure) -> Int32 {
        let file = qd_open_unnamed_file(directory)
        guard file >= 0 else {
            throw Failure(
                .cannotCreate, "cannot keep the SQL for several clusters", why: SystemError.text(-file),
                next: "a regular file instead, or a directory to write to in TMPDIR")
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0, errno == EINTR { continue }
            let code =
                count < 0
                ? errno
                : buffer.withUnsafeBytes { bytes in
                    WholeWrite.write(UnsafeRawBufferPointer(rebasing: bytes[..<count]), to: file)
                }
            guard code == 0 else {
                close(file)
                throw Failure(
                    .inputOutput, "cannot keep the SQL for several clusters", why: SystemError.text(code),
                    next: "-f FILE with a regular file, or a directory with room in TMPDIR")
            }
        }
        lseek(file, 0, SEEK_SET)
        return file
    }
}
