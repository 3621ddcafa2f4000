REVOKE SELECT (id) ON public.ticket FROM progress;
REVOKE USAGE ON SCHEMA learning FROM progress;
DROP TABLE learning.changes, learning.feed_epoch, learning.attempts, learning.progress, learning.questions,
    learning.grades, learning.paths;
DROP FUNCTION learning.one_writer_at_a_time(), learning.refuse_change(), learning.own(varchar),
    learning.scoped(text[]);
