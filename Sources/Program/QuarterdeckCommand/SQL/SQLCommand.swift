public import ArgumentParser
import CPlatform
import ClusterAccess
import Console
import Failures
import Glibc
import Profiles
import ResultDelivery
public import ResultFormats
import Results
import SQLScript
import SQLWire
import ScriptRunner
import SessionSetup
import Threads
import TokenDelivery

struct SQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Run SQL with a fresh token over verified TLS.",
        discussion: """
            Runs what -c and -f give, in that order of kinds, or else what standard input holds. Statements are split as \
            psql and the mysql client split them; each -c is sent as psql sends it. Rows go to standard output as they \
            arrive, everything else to standard error.

              quarterdeck sql orders -c "select * from orders limit 10"
              quarterdeck sql orders -f report.sql --format csv -o report.csv
              quarterdeck sql orders --read-only --timeout 30 < check.sql

            Formats:
              table     as psql and mysql draw it; the default on a terminal
              csv       as psql --csv writes it; the default elsewhere
              vertical, tsv, json, jsonl, markdown, insert

            psql's csv writes NULL and the empty text alike. With --csv-empty quoted, COPY ... FROM ... CSV reads back \
            what was written; with --csv-null NULL, LOAD DATA does.

            A script for PostgreSQL may use psql's \\set, :name, \\gset, \\gexec and \\if; what is about looks is passed \
            over, and other commands of psql's end the run.

            CLUSTER may be a list, orders,billing; --tag and --all take clusters from the profile file. The SQL then runs \
            on all of them at once, and each statement has one result: the rows of one cluster after the other, in \
            that order, with the cluster's name first. One that fails does not stop the others; with -o, what they \
            answered is in FILE.partial then. --dry-run lists the clusters and runs nothing. What COPY writes to standard output has no names in it.

            Ctrl-C asks the server to end the statement; a second one breaks the connection.

            Exit codes: 0 done, 1 the server refused a statement, 66 no such file, 69 unreachable or lost, 77 not \
            allowed, 130 interrupted; of several clusters' the highest.
            """)

    @OptionGroup(title: "Which cluster") var target: ClusterOptions

    @OptionGroup(title: "Several clusters") var several: ClusterSetOptions

    @Option(
        name: [.customShort("c"), .customLong("command")],
        help: ArgumentHelp("Run this SQL. Can be repeated.", valueName: "sql"))
    var commands: [String] = []

    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp("Run a file of SQL; - is standard input.", valueName: "file"), completion: .file())
    var files: [String] = []

    @Option(help: "How to write results.", completion: .list(ResultFormat.allCases.map(\.rawValue)))
    var format: ResultFormat?

    @Option(
        help: ArgumentHelp(
            "With csv: write this text for NULL, and quote a value that reads the same.", valueName: "text"))
    var csvNull: String?

    @Option(help: "With csv: write the empty text as nothing or as \"\".", completion: .list(["bare", "quoted"]))
    var csvEmpty: CSVEmpty?

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "Write results to this file; FILE.partial has the rows of a run that failed.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(help: "What to do after a statement that failed.", completion: .list(OnError.allCases.map(\.rawValue)))
    var onError = OnError.stop

    @Flag(help: "Have the server refuse writes.")
    var readOnly = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Have the server end a statement after so long.", valueName: "seconds"))
    var timeout: Int?

    @Flag(name: [.customShort("q"), .customLong("quiet")], help: "No row counts and no remarks on standard error.")
    var quiet = false

    @Flag(help: "Begin every row with the cluster's name.")
    var clusterColumn = false

    @Flag(help: "List the clusters that the SQL would run on, and run nothing.")
    var dryRun = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Run on so many clusters at a time; 32 by default.", valueName: "number"))
    var parallel: Int?

    @OptionGroup(title: "Common options") var common: CommonOptions

    func validate() throws {
        if let parallel, !(1...1_000).contains(parallel) {
            throw ValidationError("--parallel is \(parallel); it is a number of clusters from 1 to 1000")
        }
        if let timeout, !(1...86_400).contains(timeout) {
            throw ValidationError("--timeout is \(timeout); it is a number of seconds from 1 to 86400")
        }
        if let csvNull, let problem = CSVChoice.problem(withNull: csvNull) {
            throw ValidationError("--csv-null cannot be \"\(csvNull)\": \(problem)")
        }
    }

    /// How `csv` is written.
    private var csv: CSVChoice { CSVChoice(null: Array((csvNull ?? "").utf8), quotesEmpty: csvEmpty == .quoted) }

    func run() throws {
        ForeignEnvironment.leave()
        let session = Session(common.values)
        // From here on, only the thread that handles these signals receives them.
        qd_block_supervision_signals()
        let selection = try Foreground.beforehand { () throws(Failure) in try LoginSelection(session, target.choice) }
        let names = try several.names(target.choice, in: selection.profiles)
        let cluster = names == nil ? try selection.cluster(target.choice) : nil
        if dryRun { _exit(try FanOutPreview(selection, names, cluster, target.choice).write().rawValue) }
        if let cluster { SessionFactory.prepare(cluster.engine) }
        let context = try CredentialContext(session)
        let tokenSource = try cluster.map { cluster throws(Failure) in try TokenSource(selection, cluster, context) }
        let script = try Foreground.beforehand { () throws(Failure) in
            try ScriptSource.all(commands: commands, files: files)
        }
        let path = output
        let output = try Foreground.beforehand { () throws(Failure) in try ResultOutput(file: path) }
        let run: any ForegroundRun =
            if let tokenSource { try self.run(tokenSource, output) } else {
                try fanOut(names ?? [], selection, context, output)
            }
        // Another thread records the sessions.
        defer { context.audit?.flush() }
        let status = try Foreground.run(run, script: script, output: output)
        context.audit?.flush()
        session.endTunnels()
        // Everything is written, and cleaning up the libraries' memory takes longer than a query.
        _exit(status.rawValue)
    }

    private func format(for output: ResultOutput) -> ResultFormat {
        format ?? (output.isTerminal ? .table : .csv)
    }

    /// Runs the scripts on one cluster.
    private func run(_ tokenSource: TokenSource, _ output: ResultOutput) throws(Failure) -> ScriptRun {
        let sink = ResultSink(
            format: format(for: output), isChosen: format != nil,
            dialect: SessionFactory.dialect(tokenSource.login.engine),
            output: output, quiet: quiet, cluster: clusterColumn ? tokenSource.login.cluster : nil, csv: csv)
        return try run(tokenSource, sink, RunReport(cluster: nil))
    }

    private func run(_ tokenSource: TokenSource, _ sink: any StatementSink, _ report: RunReport) throws(Failure)
        -> ScriptRun
    {
        try tokenSource.session.requireTicket(for: tokenSource.cluster)
        let dialect = SessionFactory.dialect(tokenSource.login.engine)
        let plan = try SessionFactory(tokenSource: tokenSource).plan { plan in
            if readOnly { plan.isReadOnly = true }
            if let timeout { plan.statementTimeout = timeout }
        }
        // Missing credentials are reported before any connection.
        _ = try plan.token()
        return ScriptRun(
            session: tokenSource.audited(try SessionFactory.session(plan, dialect)), plan: plan, dialect: dialect,
            sink: sink, name: tokenSource.login.cluster, report: report,
            machine: Locked(ScriptMachine(dialect: dialect, stopsAtError: onError == .stop)))
    }

    /// Runs the scripts on several clusters.
    private func fanOut(
        _ names: [String], _ selection: LoginSelection, _ context: CredentialContext, _ output: ResultOutput
    ) throws(Failure) -> FanOutRun {
        let (format, quiet) = (format(for: output), quiet)
        let directory = selection.session.spillDirectory
        let merge = ResultMerge(
            clusters: names, format: format, isChosen: self.format != nil,
            options: WriterOptions(dialect: .postgresql, forTerminal: output.isTerminal, quiet: quiet, csv: csv),
            budget: MemoryBudget(), directory: directory, write: { output.write($0) },
            onDifference: { name in
                guard !quiet else { return }
                ErrorReport.note(
                    "\(name) has other column names, so its rows follow under their own header; AS gives the columns one name"
                )
            })
        let command = self
        let input = SharedInput(directory: directory)
        return FanOutRun(names, merge, input: input, quiet: quiet, most: parallel) { index throws(Failure) in
            let tokenSource = try TokenSource(
                selection, try selection.cluster(named: names[index], command.target.choice), context)
            let report = RunReport(cluster: names[index])
            let remarks = StatementRemarks(
                dialect: SessionFactory.dialect(tokenSource.login.engine), quiet: command.quiet,
                countsRows: false, report: report)
            let sink = ClusterSink(merge, index: index, namesTable: format == .insert, remarks)
            var run = try command.run(tokenSource, sink, report)
            run.open = { path throws(Failure) in try input.open(path) }
            return run
        }
    }
}

/// The effect of a failed statement on the next ones.
enum OnError: String, ExpressibleByArgument, CaseIterable {
    case stop
    case `continue`
}

/// How `csv` writes the empty text.
enum CSVEmpty: String, ExpressibleByArgument, CaseIterable {
    case bare
    case quoted
}

extension ResultFormat: ExpressibleByArgument {}
