import Failures
import LocalFiles
import Secrets

/// The password of the database user `password_only` on both servers. It is kept with the servers' data.
struct SandboxPassword: Sendable {
    static let user = "password_only"
    private static let file = "conf/password"
    private static let count = 24

    private let secret: Secret

    /// Reads the password, or makes one when the servers have none yet.
    init(_ setup: ServerSetup) throws(Failure) {
        if let known = setup.mark(Self.file), known.utf8.count == Self.count {
            secret = Secret(known)
            return
        }
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        let text = String((0..<Self.count).map { _ in letters[Int.random(in: 0..<letters.count)] })
        try setup.write(text + "\n", to: Self.file)
        secret = Secret(text)
    }

    /// The password, for the servers' own files and the local AWS.
    var text: String { secret.revealText() }

    /// The text of the secret as RDS writes it.
    var secretText: String { "{\"username\":\"\(Self.user)\",\"password\":\"\(text)\"}" }

    /// The name of a cluster's secret, in the form of RDS's own.
    static func secretName(_ cluster: String) -> String { "rds!cluster-\(cluster)" }
}
