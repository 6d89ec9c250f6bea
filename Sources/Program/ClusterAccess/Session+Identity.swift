import AWSCredentials
package import Failures
import Glibc
package import Profiles
import ScreenKit
package import SessionSetup

// The person behind the sessions.
extension Session {
    /// The local user, the AWS profile of the cluster and the ticket, as the settings show them to servers.
    package func identity(on cluster: Cluster) -> SessionIdentity {
        let setting = (try? loadSettings(quietly: true))?.identity ?? SessionIdentity.usualPattern
        return SessionIdentity(
            pattern: setting == "off" ? SessionIdentity.ticketOnly : setting, user: Self.localUser,
            profile: awsProfile(of: cluster), ticket: ticket, host: Self.localHost)
    }

    /// Refuses a session on a production cluster without a ticket, if the settings require one.
    package func requireTicket(for cluster: Cluster) throws(Failure) {
        guard cluster.environment.map(Environment.init) == .production, ticket == nil,
            try loadSettings(quietly: true).requiresTicket == true
        else { return }
        throw Failure(
            .notPermitted, "a session on \(cluster.name) needs a ticket",
            why: "\(settingsPath) has require_ticket = true, and \(cluster.name) is a production cluster",
            next: "add --ticket TEXT to the quarterdeck command, or export QUARTERDECK_TICKET=TEXT")
    }

    /// The name of the AWS profile; nil when keys in the environment sign.
    private func awsProfile(of cluster: Cluster) -> String? {
        if let name = options.awsProfile ?? cluster.awsProfile { return name }
        if let name = environment["AWS_DEFAULT_PROFILE"] ?? environment["AWS_PROFILE"] { return name }
        return environment["AWS_ACCESS_KEY_ID"] == nil ? "default" : nil
    }

    /// The system's name for the user of this process; variables could name any user.
    private static let localUser = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid\(getuid())"

    private static let localHost = {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()
}

extension TokenSource {
    /// The name that PostgreSQL servers see of a program without a name of its own.
    package var applicationName: String { session.identity(on: cluster).name(of: "quarterdeck") }
}
