import type { CalendarYear } from './calendar.js';
import { NOTICE_2024 } from './calendars/2024.js';
import { NOTICE_2025 } from './calendars/2025.js';
import { NOTICE_2026 } from './calendars/2026.js';
import { NOTICE_2027 } from './calendars/2027.js';
import { yearOf } from './calendars/notice.js';

/**
 * The years that ship with region "default": days off and make-up workdays from the yearly notices of the State Council
 * Office 国务院办公厅关于部分节假日安排的通知, statutory days from 《全国年节及纪念日放假办法》 (13 days since 2025, 11 before).
 */
export const SHIPPED_CALENDARS: CalendarYear[] = [NOTICE_2024, NOTICE_2025, NOTICE_2026, NOTICE_2027].map(yearOf);
