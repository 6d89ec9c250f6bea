import AWSCredentials
import CPlatform
import ClusterAccess
import Console
import Failures
import Glibc
import LocalFiles
import Sandbox

/// The demo without a screen: the commands of a newcomer with their output.
struct DemoTour {
    let sandbox: SandboxDescription
    let session: Session

    private struct Step {
        let title: String
        let command: String
    }

    private let steps = [
        Step(title: "The clusters of a profile file:", command: "quarterdeck list"),
        Step(
            title: "A token for one of them, signed on the spot, with the moment at which it ends:",
            command: "quarterdeck token harbor --format json"),
        Step(
            title: "A query on PostgreSQL. TLS is verified against the cluster's own name, through a tunnel:",
            command: """
                quarterdeck sql harbor --format table -c "
                  select v.name, v.flag, count(*) as calls from vessels v join calls c on c.vessel_id = v.id
                  group by v.id order by calls desc, v.name limit 3"
                """),
        Step(
            title: "The same on MySQL, for a program:",
            command: """
                quarterdeck sql ferry --format jsonl --quiet -c "select id, name, flag from vessels order by id limit 3"
                """),
        Step(
            title: "A script of psql's, in which rows become variables:",
            command: #"""
                quarterdeck sql harbor --format table <<'SQL'
                  select id as ship, name as ship_name from vessels order by id limit 1 \gset
                  select :'ship_name' as vessel, count(*) as calls from calls where vessel_id = :ship;
                SQL
                """#),
        Step(
            title: "One statement on all clusters with a tag, both engines at once:",
            command: """
                quarterdeck sql --tag sandbox --format table -c "select count(*) as vessels from vessels"
                """),
        Step(
            title: "psql finds a fresh token and what to verify in its environment:",
            command: """
                quarterdeck exec harbor -- psql -c "select current_user, count(*) as readings from sensor_readings"
                """),
        Step(
            title: "MySQL's clients get a private socket; Quarterdeck verifies the server behind it for them:",
            command: """
                quarterdeck exec ferry -- mariadb --table -e "select current_user() as me, count(*) as vessels from vessels"
                """),
        Step(
            title: "Keys without permission open nothing, however well they sign:",
            command: """
                quarterdeck sql harbor --aws-profile nobody -c "select 1" 2>&1 || true
                """),
    ]

    /// Prints all steps; fails with the first failing one.
    func run() throws(Failure) {
        for (index, step) in steps.enumerated() {
            let lines = step.command.split(separator: "\n").enumerated()
                .map { ($0.offset > 0 ? "  > " : "  $ ") + $0.element + "\n" }.joined()
            try StandardOutput.write("\(index == 0 ? "" : "\n")\(step.title)\n\n\(lines)\n")
            let code = try shell(step.command)
            if qd_interruption() != 0 { throw Failure(.interrupted, "interrupted") }
            guard code == 0 else {
                throw Failure(
                    .unavailable, "a step of the demo failed with exit code \(code)",
                    why: code == 127 ? "a program it uses is not installed" : "see what it printed",
                    next: "apt-get install --no-install-recommends postgresql-client mariadb-client-core")
            }
        }
    }

    /// Runs a command in the sandbox's environment. Returns its exit code.
    private func shell(_ command: String) throws(Failure) -> Int32 {
        var variables = session.environment.variables.filter { !$0.key.hasPrefix("AWS_") && !$0.key.hasPrefix("PG") }
        variables.merge(sandbox.env) { _, own in own }
        variables["XDG_RUNTIME_DIR"] = sandbox.state + "/scratch"
        variables["XDG_STATE_HOME"] = sandbox.state + "/scratch"
        // The clients use the locale; without one they print question marks.
        if ["LC_ALL", "LC_CTYPE", "LANG"].allSatisfy({ variables[$0] == nil }) { variables["LC_ALL"] = "C.UTF-8" }
        let script = "quarterdeck() { \"$QUARTERDECK_PROGRAM\" \"$@\"; }\n" + command
        variables["QUARTERDECK_PROGRAM"] = ProcessEnvironment.program
        return try ChildCommand.run(["/bin/sh", "-c", script], variables: variables)
    }
}
