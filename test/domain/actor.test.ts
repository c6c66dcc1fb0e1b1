import { actorWords, BY_ITSELF, DESK } from '../../domain/actor.js';

describe('who does something', () => {
  it('stands on record by the door, and by the person where the door knows one', () => {
    expect(actorWords(DESK)).toBe('the Coordinator’s desk');
    expect(actorWords({ door: 'desk', person: 'Ana Ruiz' })).toBe('the Coordinator’s desk (Ana Ruiz)');
    expect(actorWords({ door: 'command', person: 'mgarcia' })).toBe('the command line (mgarcia)');
    expect(actorWords({ door: 'command', person: null })).toBe('the command line');
  });

  it('is the address alone of a member of the office who writes', () => {
    expect(actorWords({ door: 'mail', person: 'ana@oas.example' })).toBe('ana@oas.example');
  });

  it('keeps the words by which a digest finds what the service has done by itself', () => {
    expect(Object.values(BY_ITSELF).map(actorWords)).toEqual(['the service', 'the page of contacts']);
  });
});
