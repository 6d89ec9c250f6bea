import Catalog
import Failures
import ResultDelivery
import SQLWire
import ScreenKit
public import Workspace

extension SessionRunner {
    /// Performs an effect. Returns false for effects that only the screen can perform.
    public func perform(_ effect: WorkspaceEffect) -> Bool {
        switch effect {
        case .connect: connect()
        case .relogin: relogin()
        case .abort:
            waits.cancel()
            session?.abort()
        case .run(let number, let order): run(number, order)
        case .show(let number, let query): show(number, query)
        case .describe(let number, let query): describe(number, query)
        case .explain(let number, let request): explain(number, request)
        case .describeResult(let number, let text): describeResult(number, text)
        case .editDefinition(let number, let query): editDefinition(number, query)
        case .copy(let number, let command): copy(number, command)
        case .use(let database): use(database)
        case .cancel:
            countCancel()
            waits.cancel()
            session?.cancel()
        case .cancelCluster(let index, let drops):
            guard let several = session as? FanOutSession else { break }
            if drops { several.abort(index) } else { several.cancel(index) }
        case .askFacts: askFacts()
        case .askTransactionAge(let number): askTransactionAge(number)
        case .lookUp(let needs): lookUp(needs)
        case .describeTable(let request, let origin, let findsReferrers):
            describeTable(request, origin, findsReferrers)
        case .browse(let needs): browse(needs)
        case .arrange(let result, let job, let store, let request): arrange(result, job, store, request)
        case .search(let result, let job, let store, let request): search(result, job, store, request)
        case .endJob(let job): jobs.end(job)
        case .export(let job, let store, let request): export(job, store, request)
        case .exportText(let job, let text, let lines, let path): export(job, text, lines, to: path)
        case .output(let store, let path, let isExpanded): output(store, path, isExpanded)
        case .copyRows(let store, let request): copyRows(store, request)
        case .copyText(let text): send(.said(services.copy(text)))
        case .remember(let statement): remember(statement)
        case .listRecent: listRecent()
        case .searchHistory(let text, let isGlobal): searchHistory(text, isGlobal: isGlobal)
        case .keepDraft(let text): keepDraft(text)
        case .listSaved: listSaved()
        case .fetchSaved(let name): fetchSaved(name)
        case .save(let name, let text): save(name, text)
        case .writeFile(let path, let bytes): write(path, bytes)
        case .writeHistory(let path): writeHistory(path)
        case .include(let number, let path): include(number, path)
        case .tabs, .terminal: return false
        }
        return true
    }

    /// Queries names for completion over the second login.
    private func lookUp(_ needs: [SchemaNeed]) {
        let dialect = place.dialect
        Thread.run(self) { runner in
            for need in needs {
                do throws(Failure) {
                    let rows = try await runner.lookups.ask(CatalogLookup.query(for: need, dialect: dialect))
                    runner.send(.names(need, rows: rows))
                } catch {
                    runner.send(.namesFailed(error))
                    return
                }
            }
        }
    }

    /// Queries a table's columns and keys over the second login.
    private func describeTable(_ request: Int, _ origin: ColumnOrigin, _ findsReferrers: Bool) {
        let dialect = place.dialect
        Thread.run(self) { runner in
            do throws(Failure) {
                let sql = TableQuestion.sql(for: origin, findsReferrers: findsReferrers)
                let rows = if let sql { try await runner.lookups.ask(sql) } else { [[String?]]() }
                runner.send(.table(request: request, .success(TableFacts(rows: rows, dialect: dialect))))
            } catch {
                runner.send(.table(request: request, .failure(error)))
            }
        }
    }

    private func browse(_ needs: [BrowserNeed]) {
        Thread.run(self) { runner in
            for need in needs {
                do throws(Failure) {
                    runner.send(.browsed(need, .success(try await runner.lookups.ask(need.sql))))
                } catch {
                    runner.send(.browsed(need, .failure(error)))
                }
            }
        }
    }

    /// Queries the age of the transaction over the second login, because the user may be in the middle of it.
    private func askTransactionAge(_ number: UInt64) {
        let sql =
            "SELECT extract(epoch FROM pg_catalog.clock_timestamp() - xact_start) "
            + "FROM pg_catalog.pg_stat_activity WHERE pid = \(number)"
        Thread.run(self) { runner in
            guard let rows = try? await runner.lookups.ask(Array(sql.utf8)),
                let text = rows.first?.first ?? nil, let seconds = Double(text)
            else { return }
            runner.send(.transactionAge(seconds: seconds, runner.services.now()))
        }
    }
}
