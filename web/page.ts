import { loadPages } from '../templates/page.js';

/** The parts of the desk that its navigation names. */
export type Section = 'overview' | 'mail' | 'release' | 'reports' | 'absence' | 'mandates' | 'treaties' | 'registers';

const SECTIONS: { section: Section; title: string; link: string }[] = [
  { section: 'overview', title: 'Overview', link: '/desk' },
  { section: 'mail', title: 'Mail', link: '/desk/mail' },
  { section: 'release', title: 'Release', link: '/desk/release' },
  { section: 'reports', title: 'Reports', link: '/desk/reports' },
  { section: 'absence', title: 'Absence', link: '/desk/absence' },
  { section: 'mandates', title: 'Mandates', link: '/desk/mandates' },
  { section: 'treaties', title: 'Treaties', link: '/desk/treaties' },
  { section: 'registers', title: 'Registers', link: '/desk/registers' },
];

export interface DeskPages {
  /** A page of the desk within its frame. `notice` says what a button has just done. */
  desk(input: { page: string; title: string; section: Section | null; notice: string | null; data: object }): string;
  /** A page for everybody: front, sign-in, faults. */
  open(input: { page: string; title: string; data: object }): string;
  style: string;
  icon: string;
}

/** What the frame of every page needs to know of the installation. */
interface FrameSettings {
  temporalUiUrl: string;
  namespace: string;
  isDemonstration: boolean;
  mailboxUrl: string | null;
}

/** The pages of the desk, compiled once. */
export function loadDeskPages(settings: FrameSettings): DeskPages {
  const { render, read } = loadPages('desk');
  const outside = [
    ...(settings.temporalUiUrl === ''
      ? []
      : [{ title: 'Workflows', link: `${settings.temporalUiUrl}/namespaces/${settings.namespace}/workflows` }]),
    ...(settings.mailboxUrl === null ? [] : [{ title: 'Demonstration mailbox', link: settings.mailboxUrl }]),
  ];
  const { isDemonstration } = settings;
  return {
    style: read('style.css'),
    icon: read('icon.svg'),
    desk({ page, title, section, notice, data }) {
      const sections = SECTIONS.map((one) => ({ ...one, current: one.section === section ? 'page' : 'false' }));
      return render('frame', {
        title,
        isDesk: true,
        isDemonstration,
        sections,
        outside,
        notice,
        body: render(page, data),
      });
    },
    open({ page, title, data }) {
      return render('frame', {
        title,
        isDesk: false,
        isDemonstration,
        sections: [],
        outside: [],
        notice: null,
        body: render(page, data),
      });
    },
  };
}
