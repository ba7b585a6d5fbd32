-- settle --
-- For the rest of a preview's transaction: wait for no projector long, and end even if forgotten; all others who write wait.
set local lock_timeout = '250ms';
set local idle_in_transaction_session_timeout = '2s';
