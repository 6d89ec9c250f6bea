import Failures
import Glibc
import LocalFiles
import SQLScript
import SQLWire
import Threads

/// Reads a script piece by piece: its statements, and the data after a statement.
final class ScriptReader: Sendable {
    private struct State: Sendable {
        /// Exactly one of the two scanners exists.
        var postgresql: PostgreSQLScanner?
        var mysql: MySQLScanner?
        var isAtEnd = false
        /// Whether the end of the data was read; SQL follows.
        var isAtEndOfData = false
        /// Whether the running statement has requested data.
        var hasGivenData = false
        var readError: Int32 = 0
        var buffer = [UInt8](repeating: 0, count: ScriptReader.pieceSize)

        mutating func feed(_ bytes: UnsafeRawBufferPointer) {
            postgresql?.feed(bytes)
            mysql?.feed(bytes)
        }
    }

    private static let pieceSize = 65_536

    let source: ScriptSource
    private let state: Locked<State>

    init(_ source: ScriptSource, _ dialect: Dialect) {
        self.source = source
        state = Locked(
            dialect == .postgresql ? State(postgresql: PostgreSQLScanner()) : State(mysql: MySQLScanner()))
    }

    deinit {
        if case .file(let descriptor) = source.content, descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next statement or command; nil at the end.
    func next() throws(Failure) -> ScriptItem? {
        let item = state.withLock { state -> ScriptItem? in
            while true {
                if let item = state.postgresql?.next() ?? state.mysql?.next() { return item }
                guard readMore(&state) else { return nil }
            }
        }
        let code = state.withLock { $0.readError }
        guard item != nil || code == 0 else {
            throw Failure(.inputOutput, "cannot read \(source.name ?? "the SQL")", why: SystemError.text(code))
        }
        return item
    }

    /// The lines after a `COPY … FROM STDIN` up to `\.`, in pieces; nil at the end.
    func nextData() -> ArraySlice<UInt8>? {
        state.withLock { state in
            state.hasGivenData = true
            if state.isAtEndOfData {
                state.isAtEndOfData = false
                return nil
            }
            var piece: [UInt8] = []
            while piece.count < Self.pieceSize {
                guard let line = state.postgresql?.nextDataLine() else {
                    if readMore(&state) { continue }
                    break
                }
                if Self.isEnd(line) {
                    // After a piece the caller calls once more; after an empty one it does not.
                    state.isAtEndOfData = !piece.isEmpty
                    break
                }
                piece += line
            }
            return piece.isEmpty ? nil : piece[...]
        }
    }

    /// Skips the data of a statement that failed before it requested them. Otherwise the data would be read as SQL.
    func skipData() {
        let wasAsked = state.withLock { state in
            defer { state.hasGivenData = false }
            return state.hasGivenData
        }
        guard !wasAsked else { return }
        while nextData() != nil {}
    }

    /// Prepares for a statement that may request data.
    func beginStatement() { state.withLock { $0.hasGivenData = false } }

    /// The construct that is open at the end of the script, if its last statement is incomplete.
    var openConstruct: OpenConstruct? { state.withLock { $0.postgresql?.openConstruct ?? $0.mysql?.openConstruct } }

    /// Skips the rest of the script.
    func stop() {
        state.withLock { state in
            state.postgresql?.stop()
            state.mysql?.stop()
        }
    }

    /// Passes the session's lexical rules and the restriction of commands to the scanner.
    func follow(_ session: SessionState, isRestricted: Bool) {
        state.withLock { state in
            state.postgresql?.isRestricted = isRestricted
            state.postgresql?.standardConformingStrings = !session.hasBackslashEscapes
            state.mysql?.noBackslashEscapes = !session.hasBackslashEscapes
        }
    }

    private static func isEnd(_ line: ArraySlice<UInt8>) -> Bool {
        let backslash = UInt8(ascii: "\\")
        return line.elementsEqual([backslash, 0x2E, 0x0A]) || line.elementsEqual([backslash, 0x2E, 0x0D, 0x0A])
            || line.elementsEqual([backslash, 0x2E])
    }

    private func readMore(_ state: inout State) -> Bool {
        guard !state.isAtEnd else { return false }
        switch source.content {
        case .text(let bytes):
            bytes.withUnsafeBytes { state.feed($0) }
            state.isAtEnd = true
        case .file(let descriptor):
            let count = read(descriptor, &state.buffer, state.buffer.count)
            if count < 0, errno == EINTR { return true }
            if count > 0 {
                let buffer = state.buffer
                buffer.withUnsafeBytes { state.feed(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
                return true
            }
            if count < 0 { state.readError = errno }
            state.isAtEnd = true
        }
        state.postgresql?.finish()
        state.mysql?.finish()
        return true
    }
}
