import AWSCredentials
import DeckRuntime
import Failures
import Glibc
import Profiles
import ScreenKit
import SigV4
import TerminalUI
import TestSupport
import Threads
import Timestamps
import TokenDelivery

@testable import Deck

/// A deck with its runtime on its own AWS files, without a screen.
final class DeckOnFiles {
    private(set) var state: DeckState
    let home: TemporaryDirectory
    let runner: EffectRunner
    let store: CredentialStore
    private let arrival = WakeSignal()
    private let mailbox: Mailbox<AppEvent>

    static let start = Moment(wall: 1_795_269_751 * 1_000_000_000, uptime: 3_600 * 1_000_000_000)

    static let file = """
        [defaults]
        user = "jane_doe"
        [clusters.orders]
        engine = "postgresql"
        endpoint = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        [clusters.billing]
        engine = "mysql"
        endpoint = "billing.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        aws_profile = "dba"
        """

    init(_ chain: ProviderChain = .standard, credentials: String) throws {
        let home = try TemporaryDirectory()
        self.home = home
        try home.write(credentials, to: ".aws/credentials")
        let environment = AWSEnvironment(variables: ["AWS_EC2_METADATA_DISABLED": "true"], home: home.path)
        let store = CredentialStore(
            environment, chain: chain, services: CredentialServices(clock: { Self.start.timestamp }))
        self.store = store
        @Sendable func identity(_ cluster: Cluster) -> CredentialIdentity {
            CredentialIdentity(cluster.awsProfile.map { .profileFile($0) } ?? .environment)
        }
        let base = home.path("run")
        let services = Services(
            profiles: { .success(.empty) }, settings: { DeckSettings() },
            credentials: { cluster throws(Failure) in try store.credentials(for: identity(cluster)) },
            credentialsQuietly: { cluster throws(Failure) in try store.credentialsQuietly(for: identity(cluster)) },
            identity: { store.identity(of: identity($0)) }, callerName: { _, _ in nil },
            login: { cluster in
                Login(
                    cluster: cluster.name, engine: cluster.engine, endpoint: cluster.endpoint, port: 5432,
                    user: cluster.user ?? "", region: "eu-west-1", database: nil, connectTo: nil, caFile: nil)
            },
            clipboardFile: { ClipboardFile(base: base, records: base + "/written") },
            clipboardRecords: base + "/written", now: { Self.start })
        let arrival = arrival
        let mailbox = Mailbox<AppEvent> { arrival.raise() }
        self.mailbox = mailbox
        runner = EffectRunner(services) { mailbox.send($0) }
        state = DeckState(size: Size(columns: 140, rows: 24), now: Self.start)
        take(.profiles(.success(ProfileFile(reading: Array(Self.file.utf8), file: "clusters.toml")), Self.start))
    }

    func take(_ event: AppEvent) {
        for effect in update(&state, event) {
            switch effect {
            case .sign(let rows): runner.sign(rows.compactMap(target))
            case .verifyTokens(let rows): runner.dropForeignTokens(rows.compactMap(target))
            case .identify(let row): target(row).map(runner.identify)
            case .copy(let row, let format): target(row).map { runner.copy($0, format: format) }
            default: break
            }
        }
    }

    func press(_ name: String) {
        Key(name: name).map { take(.input(.key($0), Self.start)) }
    }

    func target(_ row: RowID) -> EffectRunner.Target? { EffectRunner.Target(row, in: state) }

    func token(_ name: String) -> TokenState? { state.row(RowID(name))?.token }

    /// Handles events of other threads until a condition is true.
    func wait(until condition: () -> Bool) throws {
        for _ in 0..<600 {
            if condition() { return }
            _ = arrival.wait(milliseconds: 50)
            arrival.lower()
            mailbox.fetch(1_000).forEach(take)
        }
        throw Failure(.temporary, "it did not happen: \(state.messages.all.map(\.text))")
    }
}
