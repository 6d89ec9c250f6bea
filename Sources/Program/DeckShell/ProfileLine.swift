import LocalFiles
import Profiles

/// The line of a cluster's table in a profile file.
enum ProfileLine {
    /// The number of the line that begins the table, from 1 on; 1 where there is none. Blocks for a disk's time.
    static func of(_ name: String?, in path: String) -> Int {
        guard let name, let bytes = (try? BoundedFile.read(path, limit: ProfileFile.largestByteCount)) ?? nil else {
            return 1
        }
        let heads = ["[clusters.\(name)]", "[clusters.\"\(name)\"]", "[clusters.'\(name)']"].map { Array($0.utf8) }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let index = lines.firstIndex { line in
            let text = line.filter { $0 != 0x20 && $0 != 0x09 }
            return heads.contains { text.starts(with: $0) }
        }
        return index.map { $0 + 1 } ?? 1
    }
}
