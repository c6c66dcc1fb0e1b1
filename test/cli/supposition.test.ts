import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { readSuppositions } from '../../cli/supposition.js';

const catalogue = await loadCatalogue('mandates');
const read = (...texts: string[]) => readSuppositions(catalogue, texts, 'annual-report/2027');

describe('what --if is told', () => {
  it('is read in every form that its help names', () => {
    expect(
      read(
        'event=authorities-meeting:2027-03-14',
        'report=2027-05-03',
        'report=organ-report/2027:2027-05-03',
        'holiday=2027-02-01',
        'extend=Peru:2027-02-22',
        'extend=organ-report/2027/CIM:2027-02-22',
        'leave=NIC:2027-01-20',
        'leave=nic/annual-report:2027-01-20',
      ),
    ).toEqual([
      { kind: 'event', event: 'authorities-meeting', date: '2027-03-14' },
      { kind: 'reportDate', cycleId: 'annual-report/2027', date: '2027-05-03' },
      { kind: 'reportDate', cycleId: 'organ-report/2027', date: '2027-05-03' },
      { kind: 'holiday', date: '2027-02-01' },
      { kind: 'extension', requestId: 'annual-report/2027/PER', dueDate: '2027-02-22' },
      { kind: 'extension', requestId: 'organ-report/2027/CIM', dueDate: '2027-02-22' },
      { kind: 'departure', party: 'NIC', obligation: null, date: '2027-01-20' },
      { kind: 'departure', party: 'NIC', obligation: 'annual-report', date: '2027-01-20' },
    ]);
  });

  it.each([
    ['foo=2027-01-01', "'foo' is nothing that it knows"],
    ['toString=2027-01-01', "'toString' is nothing that it knows"],
    ['holiday', "'holiday' is nothing that it knows"],
    ['holiday=2027-02-30', "'2027-02-30' is not a date of the calendar"],
    ['holiday=PER:2027-02-01', 'names nobody'],
    ['extend=2027-02-22', 'no state is named'],
    ['event=2027-02-22', 'name one of assembly-session, authorities-meeting'],
    ['event=olympics:2027-02-22', "there is no event 'olympics'"],
    ['leave=2027-02-22', 'no party is named'],
    ['leave=Atlantis:2027-02-22', "There is no party 'Atlantis'"],
    ['leave=NIC/nothing:2027-02-22', "There is no obligation 'nothing'"],
  ])('is refused with what is wrong: %s', (text, words) => {
    expect(() => read(text)).toThrow(words);
  });
});
