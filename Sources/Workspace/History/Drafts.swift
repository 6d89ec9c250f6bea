public import Failures
import LocalFiles
import Threads

/// The typed text of the tabs of one process, in private files: it survives a crash, and it is restored when a tab is
/// opened again.
///
/// A draft that may contain a password or a token is not written, as in the history; in a crash only that statement is
/// lost. Calls may come from any thread, and wait for the disk.
public final class Drafts: Sendable {
    /// The maximum size of a draft in bytes.
    public static let mostBytes = 16 << 20
    private static let mostHeaderBytes = 8_192
    private static let mostFiles = 2_000
    private static let ending = ".draft"

    private struct State: Sendable {
        /// Held while the process lives.
        var lock: FileLock?
        var files: [Key: (name: String, text: String)] = [:]
        /// Closed tabs: their drafts must no longer be saved.
        var released: Set<Key> = []
        var nextNumber = 0
    }

    private let directory: String
    /// The prefix of this process's files.
    private let owner: String
    private let state = Locked(State())

    /// The drafts of this process in a directory, which is created with mode 0700 for the first one.
    public init(directory: String) {
        self.directory = directory
        owner = Drafts.newOwner()
    }

    /// A unique prefix for file names.
    private static func newOwner() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// The tab of a draft.
    public struct Key: Sendable, Hashable {
        /// The name of the cluster.
        public var cluster: String
        public var tab: Int
        public init(cluster: String, tab: Int) {
            self.cluster = cluster
            self.tab = tab
        }
    }

    /// A draft left by a process that has ended, or by a closed tab.
    public struct Orphan: Sendable, Equatable {
        /// The tab in which it was typed.
        public let key: Key
        public let text: String
        let name: String
    }

    /// The result of saving a draft.
    public enum Outcome: Sendable, Equatable {
        /// The draft is in its file.
        case kept
        /// The draft is empty, and its file was removed.
        case removed
        /// The draft may contain a password or a token: its file was removed, and its content is not stored.
        case secret
        /// The draft is too long; the file has the previous content.
        case unfit
    }

    /// Saves a draft in the place of the previous one of that tab. A released draft is left unchanged.
    ///
    /// - Throws: A `Failure` that names the directory; then the file has the previous content.
    @discardableResult
    public func keep(_ text: String, for key: Key) throws(Failure) -> Outcome {
        let result = state.withLock { state -> Result<Outcome, Failure> in
            do throws(Failure) {
                return .success(state.released.contains(key) ? .kept : try keep(text, for: key, &state))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Saves the draft of a closed tab, for the next tab of that cluster in any process. The number is not used again.
    ///
    /// - Throws: A `Failure` that names the directory; then the file has the previous content.
    @discardableResult
    public func release(_ text: String, of key: Key) throws(Failure) -> Outcome {
        let result = state.withLock { state -> Result<Outcome, Failure> in
            state.released.insert(key)
            do throws(Failure) {
                if let file = state.files[key], file.text.utf8.elementsEqual(text.utf8) {
                    // Written again, so that the tab closed last has the newest file.
                    state.files[key]?.text = ""
                }
                let outcome = try keep(text, for: key, &state)
                if outcome == .kept, let file = state.files[key] {
                    let folder = try PrivateDirectory(opening: directory)
                    _ = folder.rename(file.name, to: "\(Drafts.newOwner())-1\(Drafts.ending)")
                    state.files[key] = nil
                }
                return .success(outcome)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func keep(_ text: String, for key: Key, _ state: inout State) throws(Failure) -> Outcome {
        if let file = state.files[key], file.text.utf8.elementsEqual(text.utf8) { return .kept }
        let isBlank = text.utf8.allSatisfy { $0 <= 0x20 }
        let isSecret = !isBlank && text.utf8.count <= Drafts.mostBytes && SecretWords.isSecret(text)
        if isBlank || isSecret {
            guard let file = state.files[key] else { return isBlank ? .removed : .secret }
            let folder = try PrivateDirectory(opening: directory)
            remove(file.name, folder)
            state.files[key] = nil
            return isBlank ? .removed : .secret
        }
        guard text.utf8.count <= Drafts.mostBytes, key.cluster.utf8.count <= 1_024 else { return .unfit }
        let folder = try PrivateDirectory(creating: directory)
        try beginLiving(folder, &state)
        let name = state.files[key]?.name ?? newName(&state)
        let content = Array("\(key.tab)\t\(Drafts.escaped(key.cluster))\n\(text)".utf8)
        _ = try content.span.bytes.withUnsafeBytes { (bytes) throws(Failure) in
            try folder.replace(name, expecting: folder.entry(name), with: bytes)
        }
        state.files[key] = (name, text)
        return .kept
    }

    /// Removes the drafts of this process, because it ends normally.
    public func removeOwn() {
        state.withLock { state in
            guard let folder = try? PrivateDirectory(opening: directory) else { return }
            for file in state.files.values { remove(file.name, folder) }
            state.files = [:]
            remove(owner + ".lock", folder)
            state.lock = nil
        }
    }

    /// The drafts without an owner, the newest first: of processes that have ended, and of closed tabs.
    public func orphans() -> [Orphan] { orphans { _ in true } }

    /// The newest draft of a cluster without an owner.
    public func newestOrphan(of cluster: String) -> Orphan? {
        let cluster = Drafts.escaped(cluster)
        return orphans(atMost: 1) { $0.cluster == cluster }.first
    }

    private func orphans(atMost most: Int = Int.max, _ isWanted: (Key) -> Bool) -> [Orphan] {
        guard let folder = try? PrivateDirectory(opening: directory) else { return [] }
        let names = folder.names(atMost: Drafts.mostFiles)
        var living: [Substring: Bool] = [:]
        var found: [(name: String, modified: Int64)] = []
        for name in names where name.hasSuffix(Drafts.ending) {
            let other = name.prefix { $0 != "-" }
            guard other != owner, case .ownFile(let identity, _) = folder.entry(name) else { continue }
            let isLiving = living[other] ?? folder.isHeld(other + ".lock")
            living[other] = isLiving
            if !isLiving { found.append((name, identity.modified)) }
        }
        // Lock files of ended processes without drafts.
        for name in names where name.hasSuffix(".lock") && !name.hasPrefix(owner) {
            let other = name.dropLast(5)
            if !names.contains(where: { $0.hasPrefix(other + "-") }) { folder.removeUnheld(name) }
        }
        found.sort { $0.modified == $1.modified ? $0.name > $1.name : $0.modified > $1.modified }
        var result: [Orphan] = []
        for (name, _) in found {
            guard result.count < most else { break }
            guard let header = folder.read(name, from: 0, limit: Drafts.mostHeaderBytes),
                let key = Drafts.key(header), isWanted(key),
                let bytes = folder.read(name, from: 0, limit: Drafts.mostBytes + Drafts.mostHeaderBytes),
                let orphan = Drafts.orphan(name, bytes)
            else { continue }
            result.append(orphan)
        }
        return result
    }

    /// Makes an orphan this process's draft of a tab and replaces that tab's draft. Returns whether it still existed.
    /// If several processes try, one succeeds.
    ///
    /// - Throws: A `Failure` that names the directory.
    public func adopt(_ orphan: Orphan, as key: Key) throws(Failure) -> Bool {
        let result = state.withLock { state -> Result<Bool, Failure> in
            do throws(Failure) {
                let folder = try PrivateDirectory(creating: directory)
                try beginLiving(folder, &state)
                guard !folder.isHeld(orphan.name.prefix { $0 != "-" } + ".lock") else { return .success(false) }
                let name = newName(&state)
                guard folder.rename(orphan.name, to: name) else { return .success(false) }
                if let old = state.files[key] { remove(old.name, folder) }
                // The recorded text is empty, so that the next save writes the file with this tab's name.
                state.files[key] = (name, "")
                _ = try keep(orphan.text, for: key, &state)
                return .success(true)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Deletes an orphan.
    public func discard(_ orphan: Orphan) {
        guard let folder = try? PrivateDirectory(opening: directory),
            !folder.isHeld(orphan.name.prefix { $0 != "-" } + ".lock")
        else { return }
        remove(orphan.name, folder)
    }

    private func beginLiving(_ folder: borrowing PrivateDirectory, _ state: inout State) throws(Failure) {
        if state.lock == nil { state.lock = try folder.hold(owner + ".lock") }
        guard state.lock == nil else { return }
        throw Failure(
            .temporary, "the drafts were not written", why: "another process holds \(directory)/\(owner).lock",
            next: "end it, or try again")
    }

    private func newName(_ state: inout State) -> String {
        state.nextNumber += 1
        return "\(owner)-\(state.nextNumber)\(Drafts.ending)"
    }

    private func remove(_ name: String, _ folder: borrowing PrivateDirectory) {
        if case .ownFile(let identity, _) = folder.entry(name) { folder.remove(name, ifStill: identity) }
    }

    private static func key(_ bytes: [UInt8]) -> Key? {
        guard let end = bytes.firstIndex(of: 0x0A), let header = String(validating: bytes[..<end], as: UTF8.self)
        else { return nil }
        let fields = header.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
        guard fields.count == 2, let tab = Int(fields[0]) else { return nil }
        return Key(cluster: String(fields[1]), tab: tab)
    }

    private static func orphan(_ name: String, _ bytes: [UInt8]) -> Orphan? {
        guard let key = key(bytes), let end = bytes.firstIndex(of: 0x0A),
            let text = String(validating: bytes[(end + 1)...], as: UTF8.self), !text.isEmpty
        else { return nil }
        return Orphan(key: key, text: text, name: name)
    }

    private static func escaped(_ cluster: String) -> String {
        String(String.UnicodeScalarView(cluster.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }
}
