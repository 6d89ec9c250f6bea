import Deck
import Failures
import ScreenKit
import Secrets
import Threads
import TokenDelivery

/// The clipboard files written in this invocation, until another program writes there.
///
/// All operations run one after the other, so that a check never overlaps with a write.
final class ClipboardKeeper: Sendable {
    private let written = Locked<[String: Clipboard]>([:])
    private let records: String
    private let send: @Sendable (AppEvent) -> Void

    init(records: String, send: @escaping @Sendable (AppEvent) -> Void) {
        self.records = records
        self.send = send
    }

    /// Writes a token and reports it.
    func write(_ content: Secret, to file: ClipboardFile, format: String, facts: TokenFacts, for row: RowID)
        throws(Failure)
    {
        let outcome = written.withLock { written in
            Result { () throws(Failure) in
                let record = try file.write(content, expiresAt: facts.expiresAt)
                let clipboard = Clipboard(
                    path: file.path, format: format, facts: facts, stamp: FileWatch.stamp(file.path), record: record)
                written[file.path] = clipboard
                send(.copied(row, clipboard))
            }
        }
        try outcome.get()
    }

    /// Reports files that another program has changed, and forgets them.
    func look(at now: Moment) {
        written.withLock { written in
            for clipboard in written.values where FileWatch.stamp(clipboard.path) != clipboard.stamp {
                written[clipboard.path] = nil
                send(.clipboardLost(clipboard, now))
            }
        }
    }

    /// Removes a file after its token has expired.
    func wipe(_ clipboard: Clipboard, at now: Moment) {
        written.withLock { written in
            StaleFiles.remove(records: records, now: clipboard.facts.expiresAt)
            written[clipboard.path] = nil
            send(.wiped(now))
        }
    }

    /// Removes all unchanged files.
    func removeAll() {
        written.withLock { written in
            for clipboard in written.values { StaleFiles.remove(written: clipboard.record, records: records) }
            written = [:]
        }
    }
}
