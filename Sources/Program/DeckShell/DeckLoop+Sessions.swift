import AWSCredentials
import Activity
import ClusterAccess
import Console
import Curses
import Deck
import DeckRuntime
import Failures
import LocalFiles
import ScreenKit
import TerminalUI
import Threads
import Workspace

// Sessions, their tabs and editors.
extension DeckLoop {
    func take(_ input: Input, _ now: Moment) {
        if let activity, !state.asksSomething { return perform(activity.take(.input(input))) }
        guard let shown = tabs?.shown, !state.asksSomething else { return take(.input(input, now)) }
        if case .key(.alt(let character)) = input, let number = character.wholeNumberValue, number > 0 {
            tabs?.show(number: number)
            return
        }
        tabs?.take(shown, .input(input, now))
        tellSessions()
    }

    func resize() {
        take(.resized(terminal.size))
        tabs?.takeAll(.resized(terminal.size))
        perform(activity?.take(.resized(terminal.size)) ?? [])
    }

    func openSession(_ row: RowID) {
        guard let target = target(row) else { return }
        let cluster = DeckServices.adjusted(target.cluster, session)
        tabs?.open(row, cluster, token: target.facts, size: terminal.size, now: DeckClock.now)
        tellSessions()
    }

    func openSessions(_ rows: [RowID]) {
        let members = rows.compactMap { row in
            target(row).map { SessionPlace.Member(row: row, cluster: DeckServices.adjusted($0.cluster, session)) }
        }
        tabs?.open(members, size: terminal.size, now: DeckClock.now)
        tellSessions()
    }

    func tellSessions() {
        let counts = tabs?.counts ?? [:]
        if counts != state.sessions { take(.sessions(counts)) }
        let versions = tabs?.versions.filter { state.versions[$0.key] != $0.value } ?? [:]
        if !versions.isEmpty { take(.versions(versions)) }
    }

    /// Performs a session's effect on the terminal.
    func perform(_ effect: TerminalEffect, for id: TabID) {
        switch effect {
        case .redraw: terminal.redraw()
        case .stop: stop()
        case .cancelLogin: perform(Effect.giveUp)
        case .editExternally(let text, let line): edit(id, .text(text), line)
        case .editFile(let path): edit(id, .file(session.environment.path(path)), 1)
        case .showActivity: showActivity(tabs?.rows(of: id) ?? [])
        }
    }

    func edit(_ id: TabID, _ what: EditedText.Origin, _ line: Int) {
        guard running == nil else { return }
        do throws(Failure) {
            let directory = session.runtimeDirectory
            let made = PromptWork.value(within: 1_000) { () -> Result<EditedText, Failure> in
                do throws(Failure) {
                    return .success(try EditedText(what, directory: directory))
                } catch {
                    return .failure(error)
                }
            }
            guard let made else {
                throw Failure(.temporary, "the text cannot be edited", why: "\(directory) does not answer")
            }
            let text = try made.get()
            terminal.suspend()
            errors.restore()
            do throws(Failure) {
                let job = try ForegroundJob(
                    text.command(session.environment.variables, line: line),
                    ProcessEnvironment.variables().map { "\($0.key)=\($0.value)" },
                    errors: errors.original)
                running = Running(row: RowID(""), job: job, handOff: nil, editing: (id, text))
            } catch {
                errors.divert()
                terminal.resume()
                throw error
            }
        } catch {
            tabs?.take(id, .said(Message(.error, error.brief, at: DeckClock.now)))
        }
    }

    /// Ends the deck. If anything would be lost, it first warns, and only the very next key confirms.
    func quit(_ code: Int32) {
        let served = proxies.counts.values.reduce(0, +)
        let lost = (tabs?.losses ?? []) + (served > 0 ? ["\(Count.of(served, "connection")) of other programs"] : [])
        guard !lost.isEmpty, warnedAt.map({ inputs > $0 + 1 }) ?? true else {
            exitCode = code
            return
        }
        warnedAt = inputs
        warnings += 1
        let key = state.keymap.label(of: code == 0 ? .quit : .interrupt) ?? "q"
        let words = "leaving loses: \(lost.joined(separator: ", ")); \(key) once more leaves"
        take(.said(Message(.warning, words, at: DeckClock.now)))
    }
}
