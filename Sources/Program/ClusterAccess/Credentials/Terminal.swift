import CPlatform
import Console
import Failures
import Glibc
import LocalFiles
import Secrets
import TerminalUI

/// The controlling terminal.
final class Terminal {
    private let descriptor: Int32
    private static let longest = 64
    private static let longestPassword = 1_024

    /// Opens the terminal; nil when there is none or the program is in the background.
    init?() {
        let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        // A read in the background would stop the program silently.
        if tcgetpgrp(descriptor) != getpgrp() { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Prompts for hidden input, with a star for each character.
    ///
    /// - Throws: A `Failure` with status `interrupted` for Ctrl-C and Ctrl-D.
    ///
    /// - Parameter isPassword: Whether blanks and letters beyond ASCII belong to the input.
    func secret(prompt: String, isPassword: Bool = false) throws(Failure) -> Secret {
        let typed = raw { () -> Secret? in
            write(HarmlessText.of(prompt))
            defer { write("\n") }
            return line(isPassword)
        }
        guard let typed else { throw Failure(.interrupted, "interrupted") }
        return typed
    }

    /// Prompts for a single key: one of `keys`, or Enter for the first one. Any other key means the last one.
    ///
    /// - Throws: A `Failure` with status `interrupted` for Ctrl-C, Ctrl-D and the terminal's end.
    func choose(_ question: String, _ keys: [(key: Character, word: String)]) throws(Failure) -> Character {
        let answer = raw { () -> Character? in
            write(HarmlessText.of(question))
            guard let byte = nextByte(), byte != 0x03, byte != 0x04 else {
                write("\n")
                return nil
            }
            let typed = Character(Unicode.Scalar(byte)).lowercased()
            let chosen = byte == 0x0A || byte == 0x0D ? keys.first : keys.first { String($0.key) == typed } ?? keys.last
            write((chosen?.word ?? "") + "\n")
            return chosen?.key
        }
        guard let answer else { throw Failure(.interrupted, "interrupted") }
        return answer
    }

    /// The input up to Enter; nil when it ends otherwise.
    private func line(_ isPassword: Bool) -> Secret? {
        let longest = isPassword ? Self.longestPassword : Self.longest
        var typed: [UInt8] = []
        defer {
            typed.withUnsafeMutableBytes { bytes in
                if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
            }
        }
        typed.reserveCapacity(longest)
        while true {
            switch nextByte() {
            case nil, 0x03, 0x04: return nil
            case 0x0A, 0x0D: return Secret(copying: typed)
            case 0x08, 0x7F:
                // A letter beyond ASCII has several bytes, of which only the first one has a star.
                let hasAny = !typed.isEmpty
                while let byte = typed.popLast(), byte & 0xC0 == 0x80 {}
                if hasAny { write("\u{8} \u{8}") }
            case 0x15:
                write(String(repeating: "\u{8} \u{8}", count: typed.count { $0 & 0xC0 != 0x80 }))
                typed.removeAll(keepingCapacity: true)
            case let byte? where 0x21...0x7E ~= byte || isPassword && (byte == 0x20 || byte >= 0x80):
                guard typed.count < longest else { continue }
                typed.append(byte)
                if byte & 0xC0 != 0x80 { write("*") }
            default: break
            }
        }
    }

    /// Runs a program with the terminal as its input and standard error as its output. Returns its exit code.
    func run(_ arguments: [String], variables: [String: String]) throws(Failure) -> Int32 {
        let child = try ChildCommand.start(
            arguments, variables: variables, input: descriptor, output: STDERR_FILENO)
        let guardian = qd_guard_start(child, 0)
        var status: Int32 = 0
        var information = siginfo_t()
        while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        qd_guard_stop(guardian)
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return qd_exit_code(status)
    }

    /// Runs `body` while bytes arrive as typed, without echo. A signal that ends the program takes effect after the
    /// terminal is restored.
    private func raw<Result>(_ body: () -> Result) -> Result {
        var ending = sigset_t()
        var before = sigset_t()
        sigemptyset(&ending)
        for signal in Self.ending { sigaddset(&ending, signal) }
        pthread_sigmask(SIG_BLOCK, &ending, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var mode = termios()
        let isTerminal = tcgetattr(descriptor, &mode) == 0
        var changed = mode
        changed.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        // Input typed before the prompt is discarded.
        if isTerminal { tcsetattr(descriptor, TCSAFLUSH, &changed) }
        defer { if isTerminal { tcsetattr(descriptor, TCSAFLUSH, &mode) } }
        return body()
    }

    private static let ending = [SIGTERM, SIGHUP, SIGINT]

    /// The next byte; nil when the terminal is gone or a signal is pending that ends the program.
    private func nextByte() -> UInt8? {
        while true {
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wait, 1, 100)
            var pending = sigset_t()
            sigpending(&pending)
            if Self.ending.contains(where: { sigismember(&pending, $0) == 1 }) { return nil }
            if ready <= 0 { continue }
            var byte: UInt8 = 0
            let count = read(descriptor, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            return count == 1 ? byte : nil
        }
    }

    private func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = WholeWrite.write(UnsafeRawBufferPointer($0), to: descriptor) }
    }
}
