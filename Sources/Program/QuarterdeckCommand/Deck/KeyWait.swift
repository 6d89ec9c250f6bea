import CPlatform
import Glibc

/// A terminal on which any key, Ctrl-C and Ctrl-D among them, does the same: the last words of a program have been read.
enum KeyWait {
    /// Asks for a key. What was typed before is forgotten.
    static func begin(_ words: String) {
        var modes = termios()
        if tcgetattr(STDIN_FILENO, &modes) == 0 {
            modes.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
            modes.c_iflag &= ~tcflag_t(IXON)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes)
        }
        let line = "\n\(words) Press any key to return to the deck."
        _ = write(STDOUT_FILENO, line, line.utf8.count)
    }

    /// Takes the key; false where the terminal is gone.
    static func end() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        // A key may be many bytes.
        tcflush(STDIN_FILENO, TCIFLUSH)
        qd_terminal_sane()
        return count > 0
    }
}
