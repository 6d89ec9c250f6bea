public import Failures
import LocalFiles

/// A directory of `.sql` files. It may be any directory of the user, for instance in a repository; its mode is not
/// changed.
public struct SavedQueries: Sendable {
    /// The maximum size of a query in bytes.
    public static let mostBytes = 1 << 20
    private static let mostFiles = 2_000
    private static let ending = ".sql"

    public let directory: String

    /// The files of a directory, which is created with mode 0700 when the first one is saved.
    public init(directory: String) { self.directory = directory }

    /// A saved query.
    public struct Query: Sendable, Equatable {
        /// Its name without `.sql`.
        public let name: String
        /// The first line of its leading comment; empty when it has none.
        public let description: String
        /// Its size in bytes.
        public let bytes: Int
    }

    /// The queries by name, at most 2,000; empty when there is no directory. Only regular files of the user count.
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

    /// The content of a query; invalid UTF-8 becomes U+FFFD.
    ///
    /// - Throws: A `Failure` with status `noInput` when it does not exist, `badData` when it is too long.
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

    /// Writes a file of mode 0600. An existing file is replaced only if `replacing` is true.
    ///
    /// - Returns: The name of the file: characters that are not allowed in it become `-`.
    /// - Throws: A `Failure` with status `usage` for an empty name, `cannotCreate` for an existing file, `badData` for
    ///   a text that is too long.
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

    /// A name for a file: letters and digits of any script, `_`, `-`, `.` and single blanks, at most 100 bytes.
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

    /// The first line of a text's leading comment.
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
