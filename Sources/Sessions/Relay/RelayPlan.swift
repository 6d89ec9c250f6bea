import Failures
import Secrets
import SessionSetup

/// What all connections of a relay have in common.
struct RelayPlan: Sendable {
    let server: MySQLRelay.Server
    let allowsLocalFiles: Bool
    let limits: RelayLimits
    let token: @Sendable () throws -> Secret
    let report: @Sendable (Failure) -> Void
    let stop: StopSignal
    let secrets: LoginSecrets

    var withheld: Capabilities { .withheld(allowsLocalFiles: allowsLocalFiles) }
}
