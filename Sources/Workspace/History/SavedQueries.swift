public import Failures
import LocalFiles

/// A folder of `.sql` files. It may be any folder of the user's, in a repository for instance: its mode is left alone.
public struct SavedQueries: Sendable {
    /// The most bytes of a query.
    public static let mostBytes = 1 << 20
    private static let mostFiles = 2_000
    private static let ending = ".sql"

    /// The folder.
    public let directory: String

    /// The files of a folder, which is made, mode 0700, when the first one is saved.
    public init(directory: String) { self.directory = directory }

    /// One of the files.
    public struct Query: Sendable, Equatable {
        /// Its name without `.sql`.
        public let name: String
        /// What its first comment says, one line; empty when it does not begin with one.
        public let description: String
        /// Its size in bytes.
        public let bytes: Int
    }

    /// The files by name, 2,000 at most; none when there is no folder. What is no regular file of the user's is left
    /// out.
    public func list() -> [Query] {
        guard let folder = try? PrivateDirectory(opening: directory) else { return [] }
        var result: [Query] = []
        for file in folder.names(atMost: 20_000).sorted() where file.hasSuffix(SavedQueries.ending) {
            guard result.count < SavedQueries.mostFiles else { break }
            let name = String(file.dropLast(SavedQueries.ending.count))
            guard !name.isEmpty, !name.hasPrefix("."), case .ownFile(_, let bytes) = folder.entry(file) else {
                continue
            }
            let head = folder.read(file, from: 0, limit: 4_096) ?? []
            result.append(Query(name: name, description: SavedQueries.description(of: head), bytes: bytes))
        }
        return result
    }

    /// What is in the file of a name; what is not UTF-8 becomes U+FFFD.
    ///
    /// - Throws: A `Failure` with status `noInput` when there is none, `badData` when it is longer than a query may be.
    public func read(_ name: String) throws(Failure) -> String {
        let file = name + SavedQueries.ending
        guard SavedQueries.isPlain(name), let folder = try? PrivateDirectory(opening: directory),
            case .ownFile(_, let size) = folder.entry(file)
        else {
            throw Failure(
                .noInput, "there is no saved query \(name)", why: "\(directory) has no such file of yours",
                next: "choose one of the list")
        }
        guard size <= SavedQueries.mostBytes,
            let bytes = folder.read(file, from: 0, limit: SavedQueries.mostBytes + 1),
            bytes.count <= SavedQueries.mostBytes
        else {
            throw Failure(
                .badData, "the saved query \(name) is too large",
                why: "at most \(SavedQueries.mostBytes) bytes of it are read", next: "run it with \\i")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a file of mode 0600. A file that is there is replaced only when `replacing` is true.
    ///
    /// - Returns: The name it was given: every character that has no place in a file's name is `-`.
    /// - Throws: A `Failure` with status `usage` for a name of nothing, `cannotCreate` where there is such a file,
    ///   `badData` for a text that is too long.
    @discardableResult
    public func save(_ text: String, as name: String, replacing: Bool = false) throws(Failure) -> String {
        let name = SavedQueries.safeName(name)
        guard !name.isEmpty else {
            throw Failure(.usage, "a query cannot be saved without a name", next: "give it one of letters and digits")
        }
        guard text.utf8.count <= SavedQueries.mostBytes else {
            throw Failure(.badData, "the query is too long", why: "at most \(SavedQueries.mostBytes) bytes are saved")
        }
        let folder = try openedOrMade()
        let file = name + SavedQueries.ending
        let entry = folder.entry(file)
        if entry != .absent, !replacing {
            throw Failure(
                .cannotCreate, "there is a query \(name) already", why: "\(directory)/\(file)",
                next: "choose another name, or replace it")
        }
        let content = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
        _ = try content.span.bytes.withUnsafeBytes { (bytes) throws(Failure) in
            try folder.replace(file, expecting: entry, with: bytes)
        }
        return name
    }

    private func openedOrMade() throws(Failure) -> PrivateDirectory {
        if let folder = try? PrivateDirectory(opening: directory) { return folder }
        return try PrivateDirectory(creating: directory)
    }

    /// A name for a file: letters and digits of any script, `_`, `-`, `.` and single blanks, 100 bytes at most.
    static func safeName(_ name: String) -> String {
        let name = name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : name
        var result = ""
        for character in name {
            let isFit = character.isLetter || character.isNumber || "_-. ".contains(character)
            let next = isFit ? String(character) : "-"
            guard result.utf8.count + next.utf8.count <= 100 else { break }
            if next == " ", result.isEmpty || result.last == " " { continue }
            if next == ".", result.isEmpty || result.last == "." { continue }
            result += next
        }
        while result.last == " " || result.last == "." { result.removeLast() }
        return result.allSatisfy { $0 == "-" } ? "" : result
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.utf8.contains { $0 == 0x2F || $0 == 0 }
    }

    /// The first line of the comment that a text begins with.
    private static func description(of head: [UInt8]) -> String {
        let text = String(decoding: head, as: UTF8.self)
        for line in text.split(whereSeparator: \.isNewline) {
            var line = line.drop(while: \.isWhitespace)
            guard !line.isEmpty else { continue }
            guard let mark = ["--", "#", "/*"].first(where: { line.hasPrefix($0) }) else { return "" }
            line = line.dropFirst(mark.count)
            if line.hasSuffix("*/") { line = line.dropLast(2) }
            let words = String(line.prefix(200)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if !words.isEmpty { return words }
        }
        return ""
    }
}
