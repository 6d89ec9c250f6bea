import Failures
import Glibc
import SigV4
import Threads
import Timestamps

/// The Unix socket on which the servers query the verifier.
///
/// A query is a big-endian length of 4 bytes, then the engine's letter, a big-endian length of 2 bytes, the user and
/// the token. The answer is `Y` or `N`. The client is in `CSandboxDoor`.
struct VerifierDoor: Sendable {
    let verifier: TokenVerifier
    let log: VerifierLog
    let clock: @Sendable () -> Timestamp

    private static let longestQuestion = 256 * 1_024

    /// Answers queries from now on, each on a thread of its own.
    func open(_ listener: Socket) {
        DetachedThread.start { [self] in
            let turnstile = Turnstile(capacity: 128)
            while let connection = listener.accept(timeout: 5) {
                turnstile.pass { answer(connection) }
            }
        }
    }

    private func answer(_ connection: Socket) {
        guard let header = connection.read(exactly: 4) else { return }
        let length = header.reduce(0) { $0 << 8 | Int($1) }
        guard (4...Self.longestQuestion).contains(length), let question = connection.read(exactly: length) else {
            return
        }
        let userLength = Int(question[1]) << 8 | Int(question[2])
        guard let engine = SandboxEngine.allCases.first(where: { $0.letter == question[0] }),
            3 + userLength < length, let user = String(validating: question[3..<3 + userLength], as: UTF8.self)
        else { return }
        let token = Array(question[(3 + userLength)...])
        let now = clock()
        let verdict = verifier.verdict(
            on: token, user: user, hosts: engine.hosts, port: engine.signedPort, now: now)
        log.add(engine: engine, user: user, tokenByteCount: token.count, verdict, at: now)
        connection.write([verdict.isAccepted ? UInt8(ascii: "Y") : UInt8(ascii: "N")])
    }
}
