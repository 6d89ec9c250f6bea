import Foundation
import TestSupport
import Testing

@testable import Tunnels

/// An OpenSSH server on loopback with its own keys, and an `ssh` that is configured for it.
///
/// `.ci/install --tests` installs the server.
final class SSHServer {
    let port: Int
    private let folder: TemporaryDirectory
    private let process: ChildProcess

    /// A directory to put first in `PATH`; its `ssh` uses this server's keys, independent of the user's home.
    var path: String { folder.path("bin") }
    /// The server's log.
    var log: String { (try? String(contentsOfFile: folder.path("log"), encoding: .utf8)) ?? "" }

    init() throws {
        folder = try TemporaryDirectory()
        chmod(folder.path, 0o700)
        for key in ["host", "user", "other"] {
            try Tool.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.path(key)])
        }
        port = try NearEnd.freePort()
        let user = String(cString: getpwuid(geteuid()).pointee.pw_name)
        try folder.write(
            """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(folder.path("host"))
            AuthorizedKeysFile \(folder.path("user")).pub
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            AllowUsers \(user)
            AllowTcpForwarding yes
            LogLevel VERBOSE

            """, to: "sshd_config")
        let hostKey = try String(contentsOfFile: folder.path("host") + ".pub", encoding: .utf8)
        let otherKey = try String(contentsOfFile: folder.path("other") + ".pub", encoding: .utf8)
        try folder.write("[127.0.0.1]:\(port) \(hostKey)", to: "known")
        try folder.write("[127.0.0.1]:\(port) \(otherKey)", to: "wrong")
        try folder.write(
            """
            Host *
                IdentityFile \(folder.path("user"))
                IdentitiesOnly yes
                StrictHostKeyChecking yes
                GlobalKnownHostsFile none
            Host bastion hop
                HostName 127.0.0.1
                Port \(port)
                User \(user)
                UserKnownHostsFile \(folder.path("known"))
            Host impostor
                HostName 127.0.0.1
                Port \(port)
                User \(user)
                UserKnownHostsFile \(folder.path("wrong"))

            """, to: "ssh_config")
        try folder.program(
            "#!/bin/sh\necho $$ >> \(folder.path("pids"))\nexec /usr/bin/ssh -F \(folder.path("ssh_config")) \"$@\"\n",
            to: "bin/ssh")
        if geteuid() == 0 { mkdir("/run/sshd", 0o755) }
        process = try ChildProcess(
            ["/usr/sbin/sshd", "-D", "-e", "-f", folder.path("sshd_config")], environment: [:],
            errors: folder.path("log"))
        let log = folder.path("log")
        try #require(
            RelayInUse.eventually {
                ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").contains("Server listening")
            })
    }

    /// Replaces the `ssh` by another script.
    func replace(ssh script: String) throws { try folder.program(script, to: "bin/ssh") }

    /// The ids of the started ssh processes.
    var clients: [Int32] {
        let text = (try? String(contentsOfFile: folder.path("pids"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { Int32($0) }
    }

    /// The number of accepted logins.
    var logins: Int { log.components(separatedBy: "Accepted publickey").count - 1 }
}
