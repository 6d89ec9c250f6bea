import CPlatform
import Glibc

/// Waits for any key, including Ctrl-C and Ctrl-D, while the user reads a program's last output.
enum KeyWait {
    /// Asks for a key. Earlier input is discarded.
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

    /// Reads the key; false when the terminal is gone.
    static func end() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        // A key may have several bytes.
        tcflush(STDIN_FILENO, TCIFLUSH)
        qd_terminal_sane()
        return count > 0
    }
}
