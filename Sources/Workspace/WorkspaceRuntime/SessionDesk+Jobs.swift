import ScreenKit
import Threads
import CPlatform
import Failures
import Glibc
import LocalFiles
import ResultDelivery
import ResultFormats
import Results
import SQLCore
import Workspace

extension SessionDesk {
    /// Narrows rows down and sorts them, on a thread of its own.
    func arrange(_ result: Int, _ job: Int, _ store: ResultStore, _ wish: Arrangement) {
        inBackground(job) { desk in
            do throws(Failure) {
                var selection: RowSelection?
                let control = desk.control(job)
                if !wish.filters.isEmpty {
                    selection = try store.filtered(by: wish.filters.map(\.match), control: control)
                    if selection == nil { return desk.given(result, job) }
                }
                if let sorting = wish.sorting {
                    let key = SortKey(sorting.column, ascending: !sorting.isDescending)
                    selection = try store.sorted(by: [key], of: selection, control: control)
                }
                desk.send(.arranged(result: result, job: job, selection, desk.services.now()))
            } catch {
                desk.report(job, .failed(error))
            }
        }
    }

    private func given(_ result: Int, _ job: Int) {
        send(.arranged(result: result, job: job, nil, services.now()))
    }

    /// Looks for a text, or counts where it is.
    func search(_ result: Int, _ job: Int, _ store: ResultStore, _ wish: SearchWish) {
        inBackground(job) { desk in
            let pattern = TextPattern(wish.pattern)
            do throws(Failure) {
                guard let from = wish.from else {
                    let count = try store.count(pattern, in: wish.selection, control: desk.control(job))
                    desk.send(.counted(result: result, job: job, count?.cells ?? 0, desk.services.now()))
                    return
                }
                let found = try store.find(
                    pattern, after: ResultPlace(row: from.row, column: from.column), backward: wish.isBackward,
                    in: wish.selection, control: desk.control(job))
                let place = found.map { ($0.place.row, $0.place.column) }
                desk.send(.found(result: result, job: job, place, desk.services.now()))
            } catch {
                desk.report(job, .failed(error))
            }
        }
    }

    /// Writes rows to a file; a result that is still coming is waited for.
    func export(_ job: Int, _ store: ResultStore, _ wish: ExportWish) {
        Thread.run(self) { desk in
            let table = await desk.table(of: store, wish)
            desk.inBackground(job) { $0.export(job, store, wish, table) }
        }
    }

    private func export(_ job: Int, _ store: ResultStore, _ wish: ExportWish, _ table: [UInt8]?) {
        do throws(Failure) {
            while !store.isFinished, !jobs.isEnded(job) { _ = qd_wait(-1, 0, -1, 50) }
            let path = services.path(wish.path)
            let written = try export(store, wish, table).write(
                to: path, replaces: false,
                progress: { report(job, .running(done: $0.rows, total: $0.totalRows)) },
                isCancelled: { jobs.isEnded(job) })
            guard let written else {
                throw Failure(.interrupted, "the export to \(path) was given up", why: "nothing is left of it")
            }
            let count = "\(Count.of(written.rows, "row")) in \(written.path) (\(wish.format))"
            report(job, .done(written.isWhole ? count : "INCOMPLETE: \(count); the result broke off"))
        } catch {
            report(job, .failed(error))
        }
    }

    /// Writes a text to a file that is not there yet.
    func export(_ job: Int, _ text: String, _ lines: Int, to path: String) {
        inBackground(job) { desk in
            let path = desk.services.path(path)
            do throws(Failure) {
                let file = try FutureFile(path, replaces: false)
                try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(Failure) in
                    try file.write(UnsafeRawBufferPointer(bytes))
                }
                try file.place()
                desk.report(job, .done("\(Count.of(lines, "line")) in \(path)"))
            } catch {
                desk.report(job, .failed(error))
            }
        }
    }

    /// Appends rows to a file: in the form that its name tells, else as the server's own client shows them. Those of a
    /// result that broke off go to a file beside it.
    func output(_ store: ResultStore, _ path: String, _ isExpanded: Bool) {
        let stop = waits.begin()
        inBackground(nil) { desk in
            defer { desk.waits.end(stop) }
            let isWhole = store.isComplete
            let path = desk.services.path(path)
            let suffix = path.split(separator: ".").last.map(String.init) ?? ""
            let format = ResultFormat(rawValue: suffix) ?? (isExpanded ? .vertical : .table)
            var writer = format.makeWriter(WriterOptions(dialect: desk.place.dialect))
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
                desk.tell(isWhole ? .info : .warning, words)
            } catch {
                desk.tell(.error, [error.what, error.why].compactMap { $0 }.joined(separator: ": "))
            }
        }
    }

    /// Copies rows to the terminal's clipboard.
    func copyRows(_ store: ResultStore, _ wish: ExportWish) {
        Thread.run(self) { desk in
            let table = await desk.table(of: store, wish)
            do throws(Failure) {
                guard let bytes = try desk.export(store, wish, table).bytes(limit: 54_000) else {
                    throw Failure(
                        .cannotCreate, "that is too much for a terminal's clipboard", why: "it takes about 54 kB",
                        next: "e exports it to a file")
                }
                desk.send(.said(desk.services.copy(String(decoding: bytes, as: UTF8.self))))
            } catch {
                desk.send(
                    .said(Message(.error, "\(error.what): \(error.next ?? error.why ?? "")", at: desk.services.now())))
            }
        }
    }

    private func export(_ store: ResultStore, _ wish: ExportWish, _ table: [UInt8]?) throws(Failure) -> ResultExport {
        let isLoaded = wish.format == "csv-load"
        guard let format = isLoaded ? .csv : ResultFormat(rawValue: wish.format) else {
            throw Failure(
                .usage, "there is no format \"\(wish.format)\"",
                next: "csv, csv-load, tsv, json, jsonl, markdown, insert")
        }
        let options = WriterOptions(
            dialect: place.dialect, quiet: true, insertTarget: table,
            csv: isLoaded ? .loadable(place.dialect) : CSVChoice())
        return ResultExport(
            store, as: format, options: options, selection: wish.selection, positions: wish.rows, columns: wish.columns)
    }

    /// The table that all of a result comes from, as SQL; PostgreSQL is asked for its name.
    private func table(of store: ResultStore, _ wish: ExportWish) async -> [UInt8]? {
        guard wish.format == ResultFormat.insert.rawValue,
            let origin = ColumnOrigin.common(of: wish.columns.map { $0.map { store.columns[$0] } } ?? store.columns)
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

    func inBackground(_ job: Int?, _ work: @escaping @Sendable (SessionDesk) -> Void) {
        jobs.begin()
        let isStarted = DetachedThread.start {
            work(self)
            self.jobs.finish()
        }
        guard !isStarted else { return }
        jobs.finish()
        let failure = Failure(
            .temporary, "there is no thread to be had", why: "this machine's limit of threads or memory is reached")
        if let job { report(job, .failed(failure)) }
    }
}

extension FilterWish {
    /// What is asked of a value.
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
