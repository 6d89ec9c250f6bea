import Failures
import Threads

/// The system's OpenSSH as the program of a tunnel.
struct SSHForwarder: Forwarder {
    let name = "ssh"
    let words = TunnelWords()
    private let target: TunnelTarget
    private let command: SSHCommand

    init(target: TunnelTarget, hops: [String]) {
        self.target = target
        command = SSHCommand(target: target, hops: hops)
    }

    func start(
        port: Int, environment: [String: String], cancel: WakeSignal
    ) throws(Failure) -> ForwardingProcess {
        guard let program = InstalledProgram.path(of: "ssh", in: environment) else {
            throw Failure(
                .badConfiguration, "the tunnel of \(target.cluster) needs ssh", why: "there is no ssh in PATH",
                next: "apt install openssh-client", cause: .tunnelDown)
        }
        return try ForwardingProcess(command.arguments(program: program, port: port), environment: environment)
    }

    func finish() {}

    var advice: String { "run it by hand, and answer what it asks: \(command.byHand)" }
}
