import Catalog
import Failures
import LocalFiles
import Profiles
import ResultDelivery
import Results
import SQLScript
import SQLWire
import ScreenKit
import Threads
import Workspace

extension SessionRunner {
    /// Runs a statement and sends its result piece by piece.
    func run(_ number: Int, _ order: StatementOrder) {
        guard let session else { return notOpen(number) }
        if let several = session as? FanOutSession, order.use.isShown { return run(number, order, on: several) }
        let sink = sink(number, session)
        let limit = session.startLimit(place.cluster.statementTimeout, place.dialect)
        let input = order.data.map(Self.source)
        let held = order.use.isShown ? nil : Locked(HeldResult())
        Thread.run(self) { runner in
            do throws(SessionError) {
                try await session.run(await runner.text(of: order, session), input: input) { event in
                    guard let held else { return sink.take(event) }
                    for event in held.withLock({ $0.take(event) }) { sink.take(event) }
                }
                limit?.cancel()
                if let held { runner.answer(number, .held(held.withLock { $0 })) }
                if sink.warnings > 0 { try await runner.tellWarnings(number, session) }
                runner.answer(number, .ended(await session.state()))
            } catch {
                limit?.cancel()
                sink.abandon()
                runner.answer(number, .lost(error))
            }
        }
    }

    /// A statement in the form for this server.
    private func text(of order: StatementOrder, _ session: any SQLSession) async -> [UInt8] {
        guard let managed = order.managedText, place.dialect == .mysql,
            let found = try? await collect(session, ManagedKill.question), !found.rows.isEmpty
        else { return order.text }
        return managed
    }

    /// Bytes as the input of a `COPY … FROM STDIN`, in pieces.
    private static func source(of data: [UInt8]) -> CopySource {
        let rest = Locked(data[...])
        return {
            rest.withLock { rest in
                let piece = rest.prefix(65_536)
                rest = rest.dropFirst(piece.count)
                return piece.isEmpty ? nil : piece
            }
        }
    }

    /// Queries the texts of MySQL's warnings, which the server otherwise only counts.
    private func tellWarnings(_ number: Int, _ session: any SQLSession) async throws(SessionError) {
        let sql = Array("SHOW WARNINGS LIMIT 20".utf8)
        let rows = try await collect(session, sql).rows
        for row in rows where row.count >= 3 {
            let message = ServerMessage(
                severity: row[0] ?? "Warning", sqlState: "", number: row[1].flatMap { Int($0) }, text: row[2] ?? "")
            answer(number, .notice(message))
        }
    }

    func sink(_ number: Int, _ session: any SQLSession) -> AnswerSink {
        let services = services
        return AnswerSink(
            makeStore: { ResultStore(columns: $0, budget: services.budget, directory: services.spillDirectory) },
            send: { [self] in answer(number, $0) }, stop: { session.cancel() })
    }

    func answer(_ number: Int, _ answer: Answer) {
        send(.answer(run: number, answer, services.now()))
    }

    func notOpen(_ number: Int) {
        let words = "the session is not open"
        let loss = Loss(reason: words, request: .notSent, fate: .none)
        answer(number, .lost(SessionError(.lost, Failure(.unavailable, words), loss: loss)))
    }

    /// Runs a small statement and collects its rows.
    func collect(
        _ session: any SQLSession, _ sql: [UInt8], limit: Int? = nil
    ) async throws(SessionError) -> CatalogRows {
        let rows = CollectedRows(rowLimit: limit ?? 10_000)
        try await session.run(sql, input: nil) { rows.take($0) }
        return rows.rows
    }

    /// Runs a command's catalogue queries and returns one sheet.
    func show(_ number: Int, _ query: CatalogQuery) {
        sheet(number, query.title) { runner, session throws(SessionError) in try await runner.lines(session, query) }
    }

    /// Finds relations and describes them in one sheet.
    func describe(_ number: Int, _ query: DescribeQuery) {
        sheet(number, "\\d \(query.pattern)") { runner, session throws(SessionError) in
            let found = try await runner.collect(session, query.lookup.sql, limit: query.lookup.limit)
            if let failure = found.failure { return failure.sheet }
            switch query.queries(for: found.rows) {
            case .failure(let failure): return failure.lines
            case .success(let queries):
                var lines: [SheetLine] = []
                for query in queries {
                    if !lines.isEmpty { lines.append(SheetLine("")) }
                    lines.append(SheetLine(query.title, .title))
                    lines += try await runner.lines(session, query)
                }
                return lines
            }
        }
    }

    /// Returns the plan of a statement as one sheet.
    func explain(_ number: Int, _ request: PlanRequest) {
        sheet(number, request.executes ? "plan, measured" : "plan") { runner, session throws(SessionError) in
            let rows = try await runner.collect(session, request.sql)
            if let failure = rows.failure { return failure.sheet }
            switch Plan.read(rows.rows, dialect: runner.place.dialect) {
            case .success(let plan): return PlanSheet.lines(plan)
            case .failure(let failure):
                return failure.lines + rows.rows.prefix(1_000).compactMap { $0.first ?? nil }.map { SheetLine($0) }
            }
        }
    }

    /// Loads a definition into the editor; if there are several, returns them as one sheet.
    func editDefinition(_ number: Int, _ query: CatalogQuery) {
        guard let session, let section = query.sections.first else { return notOpen(number) }
        Thread.run(self) { runner in
            do throws(SessionError) {
                let found = try await runner.collect(session, section.sql, limit: section.limit.map { $0 + 1 })
                do throws(Failure) {
                    if let failure = found.failure {
                        runner.send(.sheet(run: number, title: query.title, failure.sheet, runner.services.now()))
                    } else {
                        runner.send(.text(try EditedDefinition(found, query).text, replacesAll: false))
                    }
                } catch {
                    runner.send(.sheet(run: number, title: query.title, error.lines, runner.services.now()))
                }
                runner.answer(number, .ended(await session.state()))
            } catch {
                runner.answer(number, .lost(error))
            }
        }
    }

    /// Returns the columns of a statement's result.
    func describeResult(_ number: Int, _ text: [UInt8]) {
        sheet(number, "columns") { _, session throws(SessionError) in
            let columns = await session.describe(text)
            guard !columns.isEmpty else { return [SheetLine("the server tells no columns of it")] }
            return SheetTable.lines(
                columns: ["column", "kind"],
                rows: columns.map { [String(decoding: $0.name, as: UTF8.self), "\($0.kind)"] })
        }
    }

    /// Runs the work of a sheet and reports its outcome.
    private func sheet(
        _ number: Int, _ title: String,
        _ work: @escaping @Sendable (SessionRunner, any SQLSession) async throws(SessionError) -> [SheetLine]
    ) {
        guard let session else { return notOpen(number) }
        Thread.run(self) { runner in
            do throws(SessionError) {
                let lines = try await work(runner, session)
                runner.send(.sheet(run: number, title: title, lines, runner.services.now()))
                runner.answer(number, .ended(await session.state()))
            } catch {
                runner.answer(number, .lost(error))
            }
        }
    }

    private func lines(_ session: any SQLSession, _ query: CatalogQuery) async throws(SessionError) -> [SheetLine] {
        var lines: [SheetLine] = []
        for section in query.sections {
            let found = try await collect(session, section.sql, limit: section.limit.map { $0 + 1 })
            if let failure = found.failure {
                if section.isOptional { continue }
                return lines + failure.sheet
            }
            guard !found.rows.isEmpty || section.showsWhenEmpty && query.absence == nil else { continue }
            if !lines.isEmpty { lines.append(SheetLine("")) }
            if !section.title.isEmpty, section.title != query.title { lines.append(SheetLine(section.title, .title)) }
            let limit = section.limit ?? Int.max
            if section.isRecord, found.rows.count == 1 {
                lines += SheetTable.record(columns: found.columns, row: found.rows[0])
            } else {
                lines += SheetTable.lines(columns: found.columns, rows: Array(found.rows.prefix(limit)))
            }
            if found.rows.count > limit || found.isCut { lines.append(SheetLine("… and more", .dim)) }
        }
        return lines.isEmpty ? [SheetLine(query.absence ?? "nothing of that kind is there", .dim)] : lines
    }
}

extension ServerMessage {
    /// The lines for a sheet.
    var sheet: [SheetLine] {
        [SheetLine("\(severity): \(text)", .error)] + (hint.map { [SheetLine("HINT: \($0)", hanging: 6)] } ?? [])
    }
}

extension Failure {
    var lines: [SheetLine] {
        [SheetLine(what, .error)] + (why.map { [SheetLine("  why: \($0)", hanging: 7)] } ?? [])
            + (next.map { [SheetLine("  try: \($0)", hanging: 7)] } ?? [])
    }
}
