#pragma once

/// Restores the terminal as far as that is possible without waiting, and ends the process with the signal's status.
/// Allocates no memory and takes no lock.
_Noreturn void qd_end_at_once(int signal);
