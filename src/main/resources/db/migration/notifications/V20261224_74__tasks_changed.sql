-- Mails that were given up wait for administrators.
CREATE TRIGGER dead_mail_is_a_task AFTER UPDATE OF state ON notifications.delivery
  FOR EACH ROW WHEN ((new.state = 'DEAD') <> (old.state = 'DEAD')) EXECUTE FUNCTION platform.tell_tasks_changed();
