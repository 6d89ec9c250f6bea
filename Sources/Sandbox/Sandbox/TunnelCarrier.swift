public import Failures
import Glibc
import Threads

/// Carries one connection on standard input and output to a server of a sandbox, as the program of a tunnel.
public enum TunnelCarrier {
    /// Returns when the server has closed the connection.
    ///
    /// - Parameter host: The endpoint of a private cluster.
    public static func run(state: String, host: String) throws(Failure) {
        guard let sandbox = RunningSandbox.description(state: state) else {
            throw Failure(.unavailable, "no sandbox is up in \(state)", next: "quarterdeck sandbox up")
        }
        let engine = SandboxEngine.allCases.first { $0.privateHost == host.lowercased() }
        let cluster = sandbox.clusters.first { $0.name == engine?.cluster }
        guard let port = cluster?.connect_to.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw Failure(.usage, "\(host) is no private cluster of the sandbox", next: "quarterdeck list")
        }
        guard let socket = Socket.connect(toLoopback: port, timeout: 0) else {
            throw Failure(.unavailable, "nothing answers at 127.0.0.1:\(port)", next: "quarterdeck sandbox status")
        }
        signal(SIGPIPE, SIG_IGN)
        DetachedThread.start {
            copy(from: STDIN_FILENO, to: socket.descriptor)
            shutdown(socket.descriptor, Int32(SHUT_WR))
        }
        copy(from: socket.descriptor, to: STDOUT_FILENO)
    }

    private static func copy(from source: Int32, to target: Int32) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &bytes, bytes.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            var start = 0
            while start < count {
                let written = bytes.withUnsafeBytes { all in
                    write(target, all.baseAddress.map { $0 + start }, count - start)
                }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { return }
                start += written
            }
        }
    }
}
