public import Failures
import LocalFiles
import Threads

/// What is typed in the tabs of one process, in private files, so that it is still there after a crash, and when a
/// tab is opened again.
///
/// A draft that may carry a password or a token is not written, as it would not be into the history: what is lost by
/// that in a crash is one statement. Calls may come from any thread, and wait for the disk.
public final class Drafts: Sendable {
    /// The most bytes of a draft.
    public static let mostBytes = 16 << 20
    private static let mostHeaderBytes = 8_192
    private static let mostFiles = 2_000
    private static let ending = ".draft"

    private struct State: Sendable {
        /// Held as long as the process lives.
        var lock: FileLock?
        var files: [Key: (name: String, text: String)] = [:]
        /// Tabs that are closed: what is still to be kept for one comes too late.
        var released: Set<Key> = []
        var nextNumber = 0
    }

    private let directory: String
    /// What the names of this process's files begin with.
    private let owner: String
    private let state = Locked(State())

    /// Drafts of this process in a directory, which is made, mode 0700, when the first one is written.
    public init(directory: String) {
        self.directory = directory
        owner = Drafts.newOwner()
    }

    /// The first part of a file's name, which nothing else has.
    private static func newOwner() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// Which tab a draft is of.
    public struct Key: Sendable, Hashable {
        /// The name of the cluster.
        public var cluster: String
        /// The number of the tab.
        public var tab: Int
        /// A tab of a cluster.
        public init(cluster: String, tab: Int) {
            self.cluster = cluster
            self.tab = tab
        }
    }

    /// What was left by a process that is no more.
    public struct Orphan: Sendable, Equatable {
        /// The tab it was typed in.
        public let key: Key
        /// The text.
        public let text: String
        let name: String
    }

    /// What became of a draft.
    public enum Outcome: Sendable, Equatable {
        /// It is in its file.
        case kept
        /// It is empty, and its file is gone.
        case removed
        /// It may carry a password or a token: its file is gone, and what it holds now is kept nowhere.
        case secret
        /// It is too long; the file has what was kept last.
        case unfit
    }

    /// Keeps a draft in the place of the last one of that tab. One that was released is left as it is.
    ///
    /// - Throws: A `Failure` that names the directory; then the file has what was kept last.
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

    /// Keeps the draft of a tab that is closed, for whoever opens that cluster next, in this process or another. The
    /// number is not used again.
    ///
    /// - Throws: A `Failure` that names the directory; then the file has what was kept last.
    @discardableResult
    public func release(_ text: String, of key: Key) throws(Failure) -> Outcome {
        let result = state.withLock { state -> Result<Outcome, Failure> in
            state.released.insert(key)
            do throws(Failure) {
                if let file = state.files[key], file.text.utf8.elementsEqual(text.utf8) {
                    // Written again, for the newest is the one that was closed last.
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

    /// Removes the drafts of this process: it ends as it should, and nothing is to be restored.
    public func removeOwn() {
        state.withLock { state in
            guard let folder = try? PrivateDirectory(opening: directory) else { return }
            for file in state.files.values { remove(file.name, folder) }
            state.files = [:]
            remove(owner + ".lock", folder)
            state.lock = nil
        }
    }

    /// Drafts that no process has, the newest first: of processes that are no more, and of tabs that were closed.
    public func orphans() -> [Orphan] { orphans { _ in true } }

    /// The newest draft of a cluster that no process has.
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
        // Locks of the dead that left no drafts.
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

    /// Makes an orphan this process's own draft of a tab, in the place of what that tab had; answers whether it was
    /// still there to be taken. Of several processes that try, one succeeds.
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
                // No text: what is kept next is written, with this tab's name.
                state.files[key] = (name, "")
                _ = try keep(orphan.text, for: key, &state)
                return .success(true)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Throws an orphan away.
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
