import type { Answers } from '../../domain/questionnaire.js';

/** Whose form it is: that of a request, as those fill it in who hold the link of a contact. */
export interface FormKey {
  requestId: string;
  contact: string;
}

/** What is saved and not sent. */
export interface SavedForm {
  /** Names this save; `'0'` before the first. */
  seq: string;
  answers: Answers;
  /** ISO UTC; null before the first save. */
  at: string | null;
}

/** Answers that were sent on a form. */
export interface SentAnswers {
  party: string;
  request: string;
  submission: string;
  receivedAt: string;
  answers: Answers;
}

/** The forms that parties fill in: saved step by step, and sent as answers. */
export interface Questionnaires {
  /** The newest save. */
  findSaved(key: FormKey): Promise<SavedForm>;

  /** The answers of one save, as a page that is open still shows them; none where it names no save of this form. */
  findSave({ requestId, contact }: FormKey, seq: string): Promise<Answers>;

  /** Saves what `change` makes of the newest answers, one save after the other. What is the same is not saved again. */
  save(key: FormKey, at: string, change: (current: Answers) => Answers): Promise<SavedForm>;

  /** All that was sent on forms of these duties, oldest first; what was withdrawn is left out. */
  findSent(obligations: readonly string[], party?: string): Promise<SentAnswers[]>;
}
