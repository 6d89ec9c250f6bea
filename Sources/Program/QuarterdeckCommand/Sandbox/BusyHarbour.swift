import CPlatform
import Console
import Failures
import Glibc
import LocalFiles
import Sandbox
import Threads

/// Work on the servers of a sandbox, as on a busy day: traffic, a lock queue of five, an idle transaction, a long report, a
/// vacuum.
///
/// Each session is a `quarterdeck sql` of its own, whose standard input stays open: the sessions end with the thread that
/// starts them.
final class BusyHarbour {
    /// A session and what it runs.
    private struct Worker {
        let cluster: String
        let script: String
        /// A statement that it runs again and again, a few times a second.
        var traffic: String?
    }

    private let sandbox: SandboxDescription
    /// The write ends of the workers' standard inputs, with the statements for them.
    private var inputs: [(descriptor: Int32, traffic: String?)] = []
    private let stop = WakeSignal()

    /// Milliseconds between two statements of the traffic.
    private static let pause: Int32 = 300

    /// The directory of the sessions' inputs, which exists while a sandbox is busy.
    static func directory(_ state: String) -> String { state + "/scratch/busy" }

    init(_ sandbox: SandboxDescription) {
        self.sandbox = sandbox
    }

    /// Removes what an earlier run has left.
    static func removeRemains(_ state: String) {
        let directory = directory(state)
        for name in DirectoryListing.names(directory) { unlink(directory + "/" + name) }
        rmdir(directory)
    }

    deinit {
        stop.raise()
        for input in inputs { close(input.descriptor) }
    }

    /// Starts the sessions.
    func start() throws(Failure) {
        let directory = Self.directory(sandbox.state)
        mkdir(directory, 0o700)
        for (index, worker) in Self.workers.enumerated() {
            try start(worker, input: "\(directory)/\(index)")
        }
        let (inputs, stop) = (inputs, stop)
        DetachedThread.start {
            while !stop.wait(milliseconds: Self.pause) {
                for input in inputs { Self.write(input.traffic ?? "", to: input.descriptor) }
            }
        }
    }

    private func start(_ worker: Worker, input: String) throws(Failure) {
        unlink(input)
        guard mkfifo(input, 0o600) == 0 else {
            throw Failure(.cannotCreate, "cannot create \(input)", why: SystemError.text(errno))
        }
        // Open for both directions, so that neither side waits for the other, and the session never sees an end.
        let pipe = open(input, O_RDWR | O_CLOEXEC | O_NONBLOCK)
        let output = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(output) }
        guard pipe >= 0 else { throw Failure(.cannotCreate, "cannot open \(input)", why: SystemError.text(errno)) }
        Self.write(worker.script, to: pipe)
        inputs.append((pipe, worker.traffic))
        let reading = open(input, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        defer { close(reading) }
        // The session waits for its input as for a terminal.
        _ = fcntl(reading, F_SETFL, 0)
        let arguments = [
            ProcessEnvironment.program, "sql", worker.cluster, "--quiet", "--format", "csv", "--on-error", "continue",
        ]
        let variables = sandbox.env.merging(["HOME": sandbox.state + "/scratch", "PATH": "/usr/bin:/bin"]) { own, _ in
            own
        }
        let child = CStringArray.withPointers(arguments) { words in
            CStringArray.withPointers(variables.map { "\($0.key)=\($0.value)" }) { settings in
                [Int32(-1)].withUnsafeBufferPointer { none in
                    "/".withCString { directory in
                        var service = qd_service_request()
                        service.arguments = words
                        service.environment = settings
                        service.directory = directory
                        (service.input, service.output) = (reading, output)
                        service.inherited = none.baseAddress
                        service.death_signal = SIGKILL
                        return qd_spawn_service(&service)
                    }
                }
            }
        }
        guard child > 0 else {
            throw Failure(.unavailable, "cannot start a session of the sandbox", why: SystemError.text(-child))
        }
    }

    /// Writes what has room; a session that is stuck takes no more.
    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in _ = Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
    }
}

extension BusyHarbour {
    private static var workers: [Worker] {
        let queued = "update vessels set name = name where id = 1;\n"
        let harbor = [
            Worker(cluster: "harbor", script: "begin;\n" + queued),
            Worker(cluster: "harbor", script: "begin;\nselect count(*) from berths;\n"),
            Worker(
                cluster: "harbor",
                script: """
                    select count(*) as readings from sensor_readings
                    where pg_sleep(case when id % 500 = 0 then 1 else 0 end) is not null;

                    """),
            Worker(
                cluster: "harbor",
                script: """
                    create temporary table tides as select id, reading from sensor_readings where id <= 200000;
                    set vacuum_cost_delay = 100;
                    set vacuum_cost_limit = 10;

                    """ + String(repeating: "vacuum tides;\n", count: 200)),
            Worker(
                cluster: "harbor", script: "",
                traffic: """
                    select v.name, count(*) from calls c join vessels v on v.id = c.vessel_id group by 1 order by 2 desc \
                    limit 5;

                    """),
            Worker(
                cluster: "harbor", script: "",
                traffic: "update berths set in_service = in_service where id = 3;\n"),
        ]
        let ferry = [
            Worker(cluster: "ferry", script: "begin;\n" + queued),
            Worker(cluster: "ferry", script: "begin;\nselect count(*) from berths;\n"),
            Worker(
                cluster: "ferry",
                script: "select count(*) as readings from sensor_readings where sleep(if(id % 500 = 0, 1, 0)) = 0;\n"),
            Worker(
                cluster: "ferry", script: "",
                traffic: "select kind, count(*) from vessels group by kind order by 2 desc;\n"),
            Worker(
                cluster: "ferry", script: "",
                traffic: "update berths set in_service = in_service where id = 3;\n"),
        ]
        // The sessions of the queue ask again and again, because they may begin before the holder of the lock.
        let patience = "set session innodb_lock_wait_timeout = 86400;\n"
        let queue = (0..<4).flatMap { _ in
            [
                Worker(cluster: "harbor", script: "", traffic: queued),
                Worker(cluster: "ferry", script: patience, traffic: queued),
            ]
        }
        return harbor + ferry + queue
    }
}
