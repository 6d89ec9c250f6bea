import Failures
import Secrets
import SessionSetup

/// The data that all connections of a relay share.
struct RelayPlan: Sendable {
    let server: RelayedServer
    let allowsLocalFiles: Bool
    let limits: RelayLimits
    /// Returns a token, or the password, of a database user.
    let token: @Sendable (String) throws -> Secret
    /// Called after the server has refused a user's password. Returns whether there is another one now.
    let renew: @Sendable (String) -> Bool
    let report: @Sendable (Failure) -> Void
    /// Receives the events of connections, on their threads.
    var watch: @Sendable (RelayEvent) -> Void = { _ in }
    let stop: StopSignal
    let secrets: LoginSecrets
    let cancelKeys = CancelKeys()
    let census = ConnectionCensus()
    let pace: ConnectionPace
    let authorities: TLSAuthorities
    /// For clients that have to prove a password; used for MySQL.
    let greeting: KnownGreeting

    var withheld: Capabilities { .withheld(allowsLocalFiles: allowsLocalFiles) }
}
