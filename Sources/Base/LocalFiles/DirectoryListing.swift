import Glibc

public enum DirectoryListing {
    /// All names but `.` and `..`, at most `most` of them; empty when `path` is not a directory.
    public static func names(_ path: String, atMost most: Int = .max) -> [String] {
        opendir(path).map { names($0, atMost: most) } ?? []
    }

    /// All names in an open directory but `.` and `..`, at most `most` of them.
    public static func names(of directory: Int32, atMost most: Int = .max) -> [String] {
        let copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        return copy < 0 ? [] : fdopendir(copy).map { names($0, atMost: most) } ?? []
    }

    /// Reads an open directory to its end and closes it.
    private static func names(_ stream: OpaquePointer, atMost most: Int) -> [String] {
        defer { closedir(stream) }
        var result: [String] = []
        while let entry = readdir(stream), result.count < most {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { result.append(name) }
        }
        return result
    }
}
