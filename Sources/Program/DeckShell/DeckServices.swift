import AWSCredentials
import Audit
import CPlatform
import ClusterAccess
import Deck
import DeckRuntime
import Failures
import Passwords
import Profiles
import ScreenKit
import TOML
import Themes
import TokenDelivery
import Workspace

/// The services of the deck, from the invocation's flags, environment and files.
enum DeckServices {
    static func make(_ session: Session, _ store: CredentialStore, _ audit: AuditWriter) -> Services {
        var services = Services(
            profiles: { profiles(session) },
            settings: { settings(session) },
            credentials: { cluster throws(Failure) in try store.credentials(for: identity(session, cluster)) },
            credentialsQuietly: { cluster throws(Failure) in
                try store.credentialsQuietly(for: identity(session, cluster))
            },
            identity: { store.identity(of: identity(session, $0)) },
            callerName: { resolved, cluster in
                (try? lookup(session, cluster)).flatMap { try? CallerIdentity.arn(of: resolved.credentials, $0) }
            },
            login: { cluster throws(Failure) in
                let login = try login(session, cluster)
                // No token is signed for a user with a password.
                if let request = PasswordRequest(adjusted(cluster, session), user: login.user) {
                    throw TokenSource.noToken(request)
                }
                return login
            },
            clipboardFile: { () throws(Failure) in try clipboardFile(session) },
            clipboardRecords: session.clipboardRecords, now: { DeckClock.now })
        services.signed = { audit.signed($0, with: $1) }
        services.copied = { audit.used(.tokenCopied, $0, $1) }
        return services
    }

    /// The clusters, with the flags for all of them applied.
    static func profiles(_ session: Session) -> Result<ProfileFile, Failure> {
        do throws(Failure) {
            return .success(try session.loadProfiles())
        } catch {
            return .failure(error)
        }
    }

    static func settings(_ session: Session) -> DeckSettings {
        var deck = DeckSettings()
        deck.theme = TerminalColors.preferredTheme(variables: session.environment.variables)
        do throws(Failure) {
            let (settings, issues) = try session.readSettings()
            deck.keys = settings.keys
            deck.keyPlaces = settings.keyPlaces
            deck.isReadable = settings.isReadable
            deck.copyFormat = settings.clipboardFormat ?? deck.copyFormat
            deck.hasMouse = settings.hasMouse ?? deck.hasMouse
            deck.alert = settings.alert.flatMap(DeckSettings.Alert.init) ?? deck.alert
            deck.keepsClipboard = settings.keepsClipboard ?? false
            deck.theme = settings.theme ?? deck.theme
            deck.renewsTokens = settings.renewsTokens ?? false
            deck.columns = settings.columns
            deck.usesVi = settings.sqlKeys == "vi"
            deck.resultMemory = settings.resultMemory.map { $0 << 20 } ?? deck.resultMemory
            deck.nullText = settings.nullText ?? deck.nullText
            deck.problems = issues.map { issue in
                "\(issue.place): \(issue.message)" + (issue.suggestion.map { "; \($0)" } ?? "")
            }
            // Checked before a session is opened: its keys are in the same file.
            let sessionKeys = KeyTable<SQLAction>(WorkspaceSettings.sessionKeys(of: settings.keys))
            deck.problems += sessionKeys.problems.map { problem in
                let place = settings.keyPlaces[problem.action] ?? "\(session.settingsPath), keys.\(problem.action)"
                return "\(place): \(problem.text)"
            }
        } catch {
            deck.problems = [error.explained]
            deck.isReadable = false
        }
        return deck
    }

    /// A cluster with the flags applied.
    static func adjusted(_ cluster: Cluster, _ session: Session) -> Cluster {
        var cluster = cluster
        if let user = session.options.user { cluster.user = user }
        if let profile = session.options.awsProfile { cluster.awsProfile = profile }
        return cluster
    }

    static func identity(_ session: Session, _ cluster: Cluster) -> CredentialIdentity {
        let cluster = adjusted(cluster, session)
        let choice = LoginSelection(session, profiles: .empty).profileChoice(cluster)
        return CredentialIdentity(choice, region: session.options.region ?? cluster.region)
    }

    private static func lookup(_ session: Session, _ cluster: Cluster) throws(Failure) -> CredentialLookup {
        let identity = identity(session, cluster)
        return CredentialLookup(
            choice: identity.choice, environment: session.environment,
            files: try AWSFiles(reading: session.environment), now: session.now, region: identity.region)
    }

    static func login(_ session: Session, _ cluster: Cluster) throws(Failure) -> Login {
        let selection = LoginSelection(session, profiles: .empty)
        return try selection.login(adjusted(cluster, session), try lookup(session, cluster))
    }

    private static func clipboardFile(_ session: Session) throws(Failure) -> ClipboardFile {
        let settings = try session.readSettings().settings
        guard let path = settings.clipboardFile.map(session.environment.path) else {
            return ClipboardFile(base: session.clipboardBase, records: session.clipboardRecords)
        }
        return try ClipboardFile(chosen: path, records: session.clipboardRecords)
    }
}
