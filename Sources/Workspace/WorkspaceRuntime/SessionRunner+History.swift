import Failures
import Glibc
import History
import LocalFiles
import Profiles
import ScreenKit
import Threads
import Timestamps
import Workspace

extension SessionRunner {
    /// Adds a statement to the history, unless it contains a secret.
    func remember(_ statement: String) {
        inBackground(nil) { runner in
            let entry = HistoryEntry(
                statement: statement, cluster: runner.place.cluster.name, time: runner.services.now().timestamp)
            do throws(Failure) {
                if try runner.services.history.append(entry) == .secret, runner.isFirst("secret") {
                    runner.tell(
                        .info, "not kept in the history: statements that may contain a password, a key or a token")
                }
            } catch {
                runner.tellOnce(error, "statements are not saved in the history")
            }
        }
    }

    func listRecent() {
        inBackground(nil) { runner in
            let entries = runner.services.history.search(cluster: runner.place.cluster.name, limit: 200)
            runner.send(.recent(entries.map(\.statement).filter { $0.utf8.count <= 4_096 }))
        }
    }

    func searchHistory(_ text: String, isGlobal: Bool) {
        inBackground(nil) { runner in
            let entries = runner.services.history.search(
                text, cluster: isGlobal ? nil : runner.place.cluster.name, limit: 200)
            let lines = entries.map { entry in
                HistoryLine(
                    text: entry.statement, cluster: entry.cluster,
                    when: entry.time.rfc3339.prefix(16).split(separator: "T").joined(separator: " "))
            }
            runner.send(.history(lines, query: text, isGlobal: isGlobal))
        }
    }

    /// Saves the typed text, so that it survives a crash. Of several texts that wait for the disk, only the last is
    /// saved.
    func keepDraft(_ text: String) {
        let key = Drafts.Key(cluster: place.cluster.name, tab: id.number)
        typed.withLock { $0 = text }
        inBackground(nil) { runner in
            runner.isToldOfDraft.withLock { isTold in
                guard let text = runner.typed.withLock({ $0.take() }) else { return }
                do throws(Failure) {
                    guard try runner.services.drafts.keep(text, for: key) == .unfit, !isTold else { return }
                    isTold = true
                    let most = Drafts.mostBytes >> 20
                    runner.tell(
                        .warning,
                        "a text of more than \(most) MiB is not saved as a draft: a crash would lose it")
                } catch {
                    runner.tellOnce(error, "the draft is not saved, a crash would lose the text")
                }
            }
        }
    }

    func listSaved() {
        inBackground(nil) { runner in
            let queries = runner.services.queries.list()
            if queries.isEmpty { runner.tell(.info, "no saved queries in \(runner.services.queries.directory) yet") }
            runner.send(.saved(queries.map { SQLOverlay.SavedLine(name: $0.name, about: $0.description) }))
        }
    }

    func fetchSaved(_ name: String) {
        inBackground(nil) { runner in
            do throws(Failure) {
                runner.send(.text(try runner.services.queries.read(name), replacesAll: false))
            } catch {
                runner.tell(.error, error.explained)
            }
        }
    }

    func save(_ name: String, _ text: String) {
        inBackground(nil) { runner in
            do throws(Failure) {
                let saved = try runner.services.queries.save(text, as: name)
                runner.tell(.info, "saved as \(saved) in \(runner.services.queries.directory)")
            } catch {
                runner.tell(.error, error.explained)
            }
        }
    }

    /// Writes a statement to a new file.
    func write(_ path: String, _ bytes: [UInt8]) {
        inBackground(nil) { runner in
            let path = runner.services.path(path)
            let isWritten = Self.create(path, bytes)
            runner.tell(
                isWritten ? .info : .error,
                isWritten ? "written to \(path)" : "cannot write \(path): \(SystemError.text(errno))")
        }
    }

    /// Writes the cluster's history, the oldest statement first, to a new file.
    func writeHistory(_ path: String) {
        inBackground(nil) { runner in
            let entries = runner.services.history.search(cluster: runner.place.cluster.name, limit: Int.max).reversed()
            let text = entries.map { entry in
                "-- \(entry.time.rfc3339)\n\(entry.statement)\(entry.statement.hasSuffix(";") ? "" : ";")\n"
            }
            runner.write(path, Array(text.joined().utf8))
        }
    }

    /// Reports a failure to save once, because it would recur with each statement and each second.
    private func tellOnce(_ failure: Failure, _ consequence: String) {
        guard isFirst(consequence) else { return }
        tell(.warning, "\(consequence): \(failure.explained)")
    }

    func tell(_ kind: Message.Kind, _ text: String) {
        send(.said(Message(kind, text, at: services.now())))
    }
}
