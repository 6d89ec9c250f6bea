import AWSCredentials
import ClusterAccess
import Console
import Curses
import Deck
import Failures
import LocalFiles
import ScreenKit
import Threads

// Programs that write the profile file, in the deck's terminal.
extension DeckLoop {
    /// Runs the user's editor with the profile file at a cluster's table. If there is no file, runs `quarterdeck init`,
    /// or the editor if the user writes it `byHand`.
    func editProfile(_ row: RowID?, byHand: Bool = false) {
        guard running == nil else { return }
        do throws(Failure) {
            let path = try ProcessEnvironment.absolutePath(session.environment.path(session.profilePath))
            let name = row?.name
            let isThere = PromptWork.value(within: 1_000) { FileIdentity.of(path) != nil } ?? true
            guard isThere || byHand else { return runOwn(["init"] + session.options.flags) }
            let line = PromptWork.value(within: 1_000) { ProfileLine.of(name, in: path) } ?? 1
            if !isThere {
                let made = PromptWork.value(within: 1_000) { () -> Failure? in
                    do throws(Failure) {
                        _ = try PrivateDirectory(creating: FilePath.parent(of: path).directory)
                        return nil
                    } catch {
                        return error
                    }
                }
                if let failure = made ?? nil { throw failure }
            }
            let command = try EditedText(.file(path), directory: session.runtimeDirectory)
                .command(session.environment.variables, line: line)
            try start(command, reading: nil, readsFailure: false)
        } catch {
            sayWhole(error)
        }
    }

    /// Runs a command of this program, whose last output the user reads before the deck returns.
    ///
    /// - Parameter readsFailure: Whether the user reads it only if the command failed.
    func runOwn(_ words: [String], readsFailure: Bool = false) {
        guard running == nil else { return }
        do throws(Failure) {
            try start(
                [ProcessEnvironment.program] + words, reading: "quarterdeck " + words[0], readsFailure: readsFailure)
        } catch {
            sayWhole(error)
        }
    }

    private func start(_ command: [String], reading program: String?, readsFailure: Bool) throws(Failure) {
        terminal.suspend()
        errors.restore()
        do throws(Failure) {
            let job = try ForegroundJob(
                command, ProcessEnvironment.variables().map { "\($0.key)=\($0.value)" }, errors: errors.original)
            running = Running(
                row: RowID(""), job: job, handOff: nil, isProfile: true, read: program, readsFailure: readsFailure)
        } catch {
            errors.divert()
            terminal.resume()
            throw error
        }
    }

    private func sayWhole(_ failure: Failure) {
        take(.said(Message(.error, failure.brief, at: DeckClock.now)))
    }
}
