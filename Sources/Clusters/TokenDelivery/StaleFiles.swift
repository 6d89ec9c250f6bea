import LocalFiles
public import Timestamps

/// Clipboard files whose token expired while Quarterdeck was not running.
public enum StaleFiles {
    /// Empties and removes every unchanged file that Quarterdeck wrote whose token has expired by `now`, with its
    /// record. Costs one failed `open` if no file was ever written.
    ///
    /// - Parameter records: As in `ClipboardFile`.
    /// - Returns: The paths of the removed files.
    @discardableResult
    public static func remove(records: String, now: Timestamp) -> [String] {
        guard let ledger = ClipboardLedger(existing: records) else { return [] }
        var removed: [String] = []
        for record in ledger.records() where record.expires_at <= now.secondsSince1970 {
            if removeFile(of: record) { removed.append(record.path) }
            ledger.remove(record)
        }
        return removed
    }

    /// Empties and removes a written file, unless any process (another Quarterdeck included) has written there since.
    /// The token need not have expired.
    ///
    /// - Parameter identifier: The result of `ClipboardFile.write`.
    public static func remove(written identifier: String, records: String) {
        guard let ledger = ClipboardLedger(existing: records) else { return }
        for record in ledger.records() where record.identifier == identifier {
            _ = removeFile(of: record)
            ledger.remove(record)
        }
    }

    private static func removeFile(of record: ClipboardRecord) -> Bool {
        let parts = FilePath.parent(of: record.path)
        guard let directory = try? PrivateDirectory(opening: parts.directory) else { return false }
        // Left by a program that was killed before it renamed the file; no other program uses that name.
        if case .ownFile(let identity, _) = directory.entry(record.temporaryName) {
            directory.remove(record.temporaryName, ifStill: identity)
        }
        guard case .ownFile(let identity, _) = directory.entry(parts.name), record.describes(parts.name, in: directory)
        else { return false }
        return directory.remove(parts.name, ifStill: identity)
    }
}
