#pragma once

/// Gives the terminal back as it was found, as far as that is possible without waiting, and ends the process as a shell
/// would tell of a signal. Needs no memory and no lock.
_Noreturn void qd_end_at_once(int signal);
