import CPlatform
import Failures
import Glibc
import LocalFiles
import ResultDelivery
import ResultFormats
import Results
import SQLWire
import ScreenKit
import Threads
import Workspace

extension SessionRunner {
    /// Filters and sorts rows on a thread of its own.
    func arrange(_ result: Int, _ job: Int, _ store: ResultStore, _ request: Arrangement) {
        inBackground(job) { runner in
            do throws(Failure) {
                var selection: RowSelection?
                let control = runner.control(job)
                if !request.filters.isEmpty {
                    selection = try store.filtered(by: request.filters.map(\.match), control: control)
                    if selection == nil { return runner.given(result, job) }
                }
                if let sorting = request.sorting {
                    let key = SortKey(sorting.column, ascending: !sorting.isDescending)
                    selection = try store.sorted(by: [key], of: selection, control: control)
                }
                runner.send(.arranged(result: result, job: job, selection, runner.services.now()))
            } catch {
                runner.report(job, .failed(error))
            }
        }
    }

    private func given(_ result: Int, _ job: Int) {
        send(.arranged(result: result, job: job, nil, services.now()))
    }

    /// Searches a text or counts its matches.
    func search(_ result: Int, _ job: Int, _ store: ResultStore, _ request: SearchRequest) {
        inBackground(job) { runner in
            let pattern = TextPattern(request.pattern)
            do throws(Failure) {
                guard let from = request.from else {
                    let count = try store.count(pattern, in: request.selection, control: runner.control(job))
                    runner.send(.counted(result: result, job: job, count?.cells ?? 0, runner.services.now()))
                    return
                }
                let found = try store.find(
                    pattern, after: ResultPlace(row: from.row, column: from.column), backward: request.isBackward,
                    in: request.selection, control: runner.control(job))
                let place = found.map { ($0.place.row, $0.place.column) }
                runner.send(.found(result: result, job: job, place, runner.services.now()))
            } catch {
                runner.report(job, .failed(error))
            }
        }
    }

    /// Writes rows to a file; waits for a result that is still arriving.
    func export(_ job: Int, _ store: ResultStore, _ request: ExportRequest) {
        Thread.run(self) { runner in
            let table = await runner.table(of: store, request)
            runner.inBackground(job) { $0.export(job, store, request, table) }
        }
    }

    private func export(_ job: Int, _ store: ResultStore, _ request: ExportRequest, _ table: [UInt8]?) {
        do throws(Failure) {
            while !store.isFinished, !jobs.isEnded(job) { _ = qd_wait(-1, 0, -1, 50) }
            let path = services.path(request.path)
            let written = try export(store, request, table).write(
                to: path, replaces: false,
                progress: { report(job, .running(done: $0.rows, total: $0.totalRows)) },
                isCancelled: { jobs.isEnded(job) })
            guard let written else {
                throw Failure(.interrupted, "the export to \(path) was cancelled", why: "no file is left of it")
            }
            let count = "\(Count.of(written.rows, "row")) in \(written.path) (\(request.format))"
            report(job, .done(written.isWhole ? count : "INCOMPLETE: \(count); the result broke off"))
        } catch {
            report(job, .failed(error))
        }
    }

    /// Writes a text to a new file.
    func export(_ job: Int, _ text: String, _ lines: Int, to path: String) {
        inBackground(job) { runner in
            let path = runner.services.path(path)
            do throws(Failure) {
                let file = try FutureFile(path, replaces: false)
                try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(Failure) in
                    try file.write(UnsafeRawBufferPointer(bytes))
                }
                try file.place()
                runner.report(job, .done("\(Count.of(lines, "line")) in \(path)"))
            } catch {
                runner.report(job, .failed(error))
            }
        }
    }

    /// Appends rows to a file: in the format of its extension, else in the format of the server's own client. Rows of
    /// an incomplete result go to a file beside it.
    func output(_ store: ResultStore, _ path: String, _ isExpanded: Bool) {
        let stop = waits.begin()
        inBackground(nil) { runner in
            defer { runner.waits.end(stop) }
            let isWhole = store.isComplete
            let path = runner.services.path(path)
            let suffix = path.split(separator: ".").last.map(String.init) ?? ""
            let format = ResultFormat(rawValue: suffix) ?? (isExpanded ? .vertical : .table)
            var writer = format.makeWriter(WriterOptions(dialect: runner.place.dialect))
            do throws(Failure) {
                let file = try AppendedFile(isWhole ? path : path + ".partial", stop: stop)
                var problem: Failure?
                func flush() {
                    do throws(Failure) {
                        if problem == nil { try file.write(writer.output.bytes) }
                    } catch {
                        problem = error
                    }
                    writer.output.removeAll()
                }
                writer.begin(store.columns)
                do {
                    try store.forEachBatch { batch in
                        writer.write(batch)
                        flush()
                        return problem == nil
                    }
                } catch {
                    problem = error as? Failure ?? Failure(.internalError, "cannot read the rows", why: "\(error)")
                }
                if isWhole { writer.end() } else { writer.abandon() }
                flush()
                if let problem {
                    file.takeBack()
                    throw problem
                }
                let count = Count.of(store.rowCount, "row")
                let words = isWhole ? "\(count) to \(path)" : "INCOMPLETE: \(count) to \(path).partial"
                runner.tell(isWhole ? .info : .warning, words)
            } catch {
                runner.tell(.error, error.explained)
            }
        }
    }

    /// Copies rows to the terminal's clipboard.
    func copyRows(_ store: ResultStore, _ request: ExportRequest) {
        Thread.run(self) { runner in
            let table = await runner.table(of: store, request)
            do throws(Failure) {
                guard let bytes = try runner.export(store, request, table).bytes(limit: 54_000) else {
                    throw Failure(
                        .cannotCreate, "that is too much for a terminal's clipboard", why: "it takes about 54 kB",
                        next: "e exports it to a file")
                }
                runner.send(.said(runner.services.copy(String(decoding: bytes, as: UTF8.self))))
            } catch {
                runner.send(
                    .said(Message(.error, error.brief, at: runner.services.now()))
                )
            }
        }
    }

    private func export(_ store: ResultStore, _ request: ExportRequest, _ table: [UInt8]?) throws(Failure)
        -> ResultExport
    {
        let isLoaded = request.format == "csv-load"
        guard let format = isLoaded ? .csv : ResultFormat(rawValue: request.format) else {
            throw Failure(
                .usage, "there is no format \"\(request.format)\"",
                next: "csv, csv-load, tsv, json, jsonl, markdown, insert")
        }
        let options = WriterOptions(
            dialect: place.dialect, quiet: true, insertTarget: table,
            csv: isLoaded ? .loadable(place.dialect) : CSVChoice())
        return ResultExport(
            store, as: format, options: options, selection: request.selection, positions: request.rows,
            columns: request.columns)
    }

    /// The quoted table of all columns; PostgreSQL is queried for its name.
    private func table(of store: ResultStore, _ request: ExportRequest) async -> [UInt8]? {
        guard request.format == ResultFormat.insert.rawValue,
            let origin = ColumnOrigin.common(of: request.columns.map { $0.map { store.columns[$0] } } ?? store.columns)
        else { return nil }
        guard case .relation(let oid) = origin else { return origin.backquoted }
        let sql =
            "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c "
            + "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = \(oid)"
        let rows = try? await lookups.ask(Array(sql.utf8))
        return (rows?.first?.first ?? nil).map { Array($0.utf8) }
    }

    func report(_ job: Int, _ state: JobReport.State) {
        send(.job(JobReport(job: job, state: state, at: services.now())))
    }

    private func control(_ job: Int) -> ScanControl {
        let last = Locked<Int64>(0)
        return ScanControl(
            progress: { [self] progress in
                let now = qd_monotonic_nanoseconds()
                let isDue = last.withLock { last in
                    guard now - last > 100_000_000 else { return false }
                    last = now
                    return true
                }
                if isDue { report(job, .running(done: progress.done, total: progress.total)) }
            }, isCancelled: { [self] in jobs.isEnded(job) })
    }

    func inBackground(_ job: Int?, _ work: @escaping @Sendable (SessionRunner) -> Void) {
        jobs.begin()
        let isStarted = DetachedThread.start {
            work(self)
            self.jobs.finish()
        }
        guard !isStarted else { return }
        jobs.finish()
        let failure = Failure(
            .temporary, "no thread could be started", why: "this machine's limit of threads or memory is reached")
        if let job { report(job, .failed(failure)) }
    }
}

extension FilterRequest {
    /// The filter as a condition.
    var match: RowMatch {
        func rest(_ count: Int) -> String { String(text.dropFirst(count)) }
        let spaceless = text.filter { $0 != " " }.uppercased()
        if spaceless == "=NULL" { return RowMatch(column: column, .isNull) }
        if spaceless == "<>NULL" || spaceless == "!=NULL" { return RowMatch(column: column, .isNotNull) }
        if text.hasPrefix("<>") || text.hasPrefix("!=") { return RowMatch(column: column, .differs(rest(2))) }
        if text.hasPrefix("=") { return RowMatch(column: column, .equals(rest(1))) }
        if text.hasPrefix("<") { return RowMatch(column: column, .isLess(rest(1))) }
        if text.hasPrefix(">") { return RowMatch(column: column, .isGreater(rest(1))) }
        return RowMatch(column: column, .contains(text))
    }
}
