import Failures
import Glibc
import LocalFiles
import SQLCore
import ScreenKit
import Threads

/// A script read a piece at a time: its statements, and the data that follow a statement.
final class ScriptReader: Sendable {
    private struct State: Sendable {
        /// One of the two is there.
        var postgresql: PostgreSQLScanner?
        var mysql: MySQLScanner?
        var isAtEnd = false
        /// The line that ends the data was read; what comes next is SQL.
        var isAtEndOfData = false
        /// Whether the statement that runs has asked for data.
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

    /// The lines that follow a `COPY … FROM STDIN`, up to the one that says `\.`, in pieces; nil at the end.
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
                    // The caller asks once more after a piece, and only then.
                    state.isAtEndOfData = !piece.isEmpty
                    break
                }
                piece += line
            }
            return piece.isEmpty ? nil : piece[...]
        }
    }

    /// Goes to the end of the data that follow a statement which has failed before it asked for them. Without this
    /// they would be taken for SQL.
    func skipData() {
        let wasAsked = state.withLock { state in
            defer { state.hasGivenData = false }
            return state.hasGivenData
        }
        guard !wasAsked else { return }
        while nextData() != nil {}
    }

    /// A statement is about to run, which may ask for data.
    func beginStatement() { state.withLock { $0.hasGivenData = false } }

    /// What the script ends inside of, if its last statement is not whole.
    var openConstruct: OpenConstruct? { state.withLock { $0.postgresql?.openConstruct ?? $0.mysql?.openConstruct } }

    /// Leaves out the rest.
    func stop() {
        state.withLock { state in
            state.postgresql?.stop()
            state.mysql?.stop()
        }
    }

    /// Tells the scanner how strings end on this server now, and whether commands are restricted.
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
