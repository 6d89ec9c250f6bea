import AWSCalls
import Failures
import Glibc
import Secrets
import Threads

/// The instance that leads to a cluster.
public enum Bastion: Sendable, Hashable {
    /// An instance by its id.
    case instance(String)
    /// The instance with a tag.
    case tag(String, value: String)
}

/// AWS's session-manager-plugin as the program of a tunnel.
///
/// Source: aws-cli, `awscli/customizations/sessionmanager.py`, whose calls and arguments it repeats.
final class SystemsManagerForwarder: Forwarder {
    let name = "session-manager-plugin"
    let words = TunnelWords(progress: [
        "Starting session with", "Port ", "Waiting for connections", "Connection accepted for", "Exiting session with",
    ])
    private let target: TunnelTarget
    private let bastion: Bastion
    /// The AWS profile for the plugin; empty for the environment's.
    private let profile: String
    private let manager: @Sendable (WakeSignal) throws(Failure) -> SystemsManager
    private let state = Locked(State())

    private struct State {
        /// The session of the running program.
        var session: String?
        /// The instance and region of the last attempt.
        var place: (instance: String, region: String)?
    }

    /// The newest version that does not read the session from a variable.
    private static let lastWithoutVariable = [1, 2, 497, 0]
    private static let variable = "AWS_SSM_START_SESSION_RESPONSE"

    init(
        target: TunnelTarget, bastion: Bastion, profile: String,
        manager: @escaping @Sendable (WakeSignal) throws(Failure) -> SystemsManager
    ) {
        self.target = target
        self.bastion = bastion
        self.profile = profile
        self.manager = manager
    }

    func start(
        port: Int, environment: [String: String], cancel: WakeSignal
    ) throws(Failure) -> ForwardingProcess {
        guard let program = InstalledProgram.path(of: name, in: environment) else {
            throw Failure(
                .badConfiguration, "the tunnel of \(target.cluster) needs \(name)", why: "there is no \(name) in PATH",
                next: "curl -O https://s3.amazonaws.com/session-manager-downloads/plugin/latest/"
                    + "ubuntu_64bit/session-manager-plugin.deb && sudo dpkg -i session-manager-plugin.deb",
                cause: .tunnelDown)
        }
        let manager = try self.manager(cancel)
        let instance = try instance(manager)
        state.withLock { $0.place = (instance, manager.region) }
        let session: SystemsManager.PortSession
        do throws(AWSRefusal) {
            session = try manager.start(on: instance, host: target.host, port: target.port, localPort: port)
        } catch {
            throw refused(error, instance)
        }
        state.withLock { $0.session = session.identifier }
        do throws(Failure) {
            var environment = environment
            var response = session.response.revealText()
            if try readsVariable(program, environment, cancel) {
                environment[Self.variable] = response
                response = Self.variable
            }
            // The plugin ends its session when it is interrupted.
            return try ForwardingProcess(
                [program, response, manager.region, "StartSession", profile, session.request, manager.endpoint],
                environment: environment, endSignal: SIGINT)
        } catch {
            finish()
            throw error
        }
    }

    func finish() {
        let session = state.withLock { state in
            defer { state.session = nil }
            return state.session
        }
        // AWS ends a session without a plugin by itself after some minutes.
        guard let session else { return }
        // The signal that ended the tunnel would cancel the call, too.
        let manager = try? manager(WakeSignal())
        try? manager?.terminate(session)
    }

    var advice: String {
        let place = state.withLock { $0.place }
        let instance = place?.instance ?? "INSTANCE"
        let region = place.map { " --region \($0.region)" } ?? ""
        let choice = profile.isEmpty ? "" : " --profile \(profile)"
        return "run it by hand: aws ssm start-session --target \(instance)\(region)\(choice)"
    }

    // MARK: The instance

    private func instance(_ manager: SystemsManager) throws(Failure) -> String {
        guard case .tag(let tag, let value) = bastion else {
            guard case .instance(let identifier) = bastion else { return "" }
            return identifier
        }
        let found: [SystemsManager.Instance]
        do throws(AWSRefusal) {
            found = try manager.instances(tag: tag, value: value)
        } catch {
            throw refused(
                error, "the instances with the tag \(tag)=\(value)", "ssm:DescribeInstanceInformation",
                "name the instance: tunnel = \"ssm:i-...\"")
        }
        if let instance = found.filter(\.isOnline).map(\.identifier).min() { return instance }
        let why =
            found.isEmpty
            ? "Systems Manager manages no instance with the tag \(tag)=\(value) in \(manager.region)"
            : "the agent of \(found.map(\.identifier).sorted().prefix(5).joined(separator: ", ")) is not connected"
        throw Failure(
            .unavailable, "the tunnel of \(target.cluster) has no instance to lead through", why: why,
            next: "check the tag, the SSM agent on the instance and its role AmazonSSMManagedInstanceCore",
            cause: .tunnelDown)
    }

    private func refused(_ refusal: AWSRefusal, _ instance: String) -> Failure {
        guard refusal.code == "TargetNotConnected" else {
            return refused(
                refusal, "a session on \(instance)",
                "ssm:StartSession on the instance and on the document \(SystemsManager.document)", nil)
        }
        return Failure(
            .unavailable, "the tunnel of \(target.cluster) cannot lead through \(instance)",
            why: "\(refusal.code): \(refusal.reason)",
            next: "start the instance, and check its SSM agent and its role AmazonSSMManagedInstanceCore",
            cause: .tunnelDown)
    }

    private func refused(_ refusal: AWSRefusal, _ goal: String, _ permission: String, _ other: String?) -> Failure {
        let advice = refusal.kind == .denied ? "allow \(permission)" + (other.map { ", or \($0)" } ?? "") : nil
        let failure = refusal.failure(
            "the tunnel of \(target.cluster) cannot be opened: AWS refuses \(goal)",
            next: advice ?? "aws ssm describe-instance-information")
        return Failure(failure.status, failure.what, why: failure.why, next: failure.next, cause: .tunnelDown)
    }

    // MARK: The plugin's version

    /// Whether the plugin reads the session from a variable; an older one gets it as an argument, which other users of
    /// the machine can see.
    private func readsVariable(
        _ program: String, _ environment: [String: String], _ cancel: WakeSignal
    ) throws(Failure) -> Bool {
        let process = try ForwardingProcess([program, "--version"], environment: environment)
        let said = TunnelWords()
        for _ in 0..<250 {
            _ = said.read(process.output)
            if process.exitCode() != nil {
                _ = said.read(process.output)
                return said.last(since: 0).map(Self.isNewer) ?? false
            }
            if cancel.wait(milliseconds: 20) { break }
        }
        process.end()
        return false
    }

    static func isNewer(_ version: String) -> Bool {
        let numbers = version.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...4).contains(numbers.count), numbers.allSatisfy({ $0 != nil }) else { return false }
        let known = numbers.compactMap { $0 } + Array(repeating: 0, count: 4 - numbers.count)
        return lastWithoutVariable.lexicographicallyPrecedes(known)
    }
}
