import Glibc

/// The directories on the way to some files, and the relevant names in them: of directories, links and the files
/// themselves. A change of any of them may replace a file.
struct WatchRoute {
    /// Absolute paths of existing directories.
    private(set) var folders: Set<String> = []
    /// The names of entries in those directories.
    private(set) var names: Set<String> = []

    /// The maximum number of links to follow. Source: path_resolution(7).
    private static let mostLinks = 40

    init(_ paths: [String]) {
        for path in paths { follow(path) }
    }

    private mutating func follow(_ path: String) {
        var pending = Array(path.split(separator: "/").map(String.init).reversed())
        var (folder, links) = ("", 0)
        while let name = pending.popLast() {
            if name == "." { continue }
            if name == ".." {
                folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
                continue
            }
            folders.insert(folder.isEmpty ? "/" : folder)
            names.insert(name)
            let entry = folder + "/" + name
            var status = stat()
            guard lstat(entry, &status) == 0 else { return }
            guard status.st_mode & S_IFMT == S_IFLNK else {
                folder = entry
                continue
            }
            links += 1
            guard links <= Self.mostLinks, let target = Self.target(of: entry) else { return }
            if target.hasPrefix("/") { folder = "" }
            pending += target.split(separator: "/").map(String.init).reversed()
        }
    }

    private static func target(of link: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink(link, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
