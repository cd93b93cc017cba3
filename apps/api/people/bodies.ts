import { z } from 'zod';
import { LONGEST, PHONE } from '#domain/people/names.js';
import { REGION_ID } from '#domain/people/regions.js';
import { ROLES } from '#domain/words.js';
import { email, id, instant, text, username } from '../http/pieces.js';

/** What departments and people are made of, as it is asked for. */

/** Shapes alone: what a zone and its hours may be, the rules of policies say. */
const WorkingTime = z
  .strictObject({ zone: text(40), hours: z.array(z.tuple([text(5), text(5)])).max(10) })
  .meta({ id: 'WorkingHours' });

export const NewDepartment = z
  .strictObject({
    id: id.optional(),
    name: text(LONGEST.department),
    nameEn: text(LONGEST.department).optional(),
    parentId: id.nullable(),
    hasDesk: z.boolean().optional(),
    isVillage: z.boolean().optional(),
    workingTime: WorkingTime.nullable().optional(),
    region: id.optional().meta({ description: 'Of one without a superior: the region whose first it is' }),
  })
  .meta({ id: 'NewDepartment' });

export const NewRegion = z
  .strictObject({
    id: z
      .string()
      .regex(REGION_ID, 'must be the id of a region, one word of small letters and figures, such as yunshan'),
    name: text(LONGEST.department),
  })
  .meta({ id: 'NewRegion' });

export const DepartmentChange = NewDepartment.omit({ id: true, region: true })
  .partial()
  .meta({ id: 'DepartmentChange' });

const roles = z.array(z.enum(ROLES)).min(1).max(ROLES.length);
const phone = z.string().trim().regex(PHONE, 'must be a telephone number');

export const NewUser = z
  .strictObject({
    username,
    name: text(LONGEST.person),
    departmentId: id,
    roles,
    email: email.optional(),
    phone: phone.optional(),
    /** Whether a link is made for them at once; false where many come and are invited afterwards. */
    invite: z.boolean().default(true),
  })
  .meta({ id: 'NewUser' });

export const UserChange = z
  .strictObject({
    name: text(LONGEST.person).optional(),
    departmentId: id.optional(),
    roles: roles.optional(),
    awayUntil: instant.nullable().optional(),
    deputyId: username.nullable().optional(),
    email: email.nullable().optional(),
    phone: phone.nullable().optional(),
    /** Who goes on with what the person was named for where they leave a department or a role. */
    successorId: username.optional(),
  })
  .meta({ id: 'UserChange' });
export type UserChange = z.infer<typeof UserChange>;

export const Deactivation = z
  .strictObject({ successorId: username.optional(), reason: text(2_000) })
  .meta({ id: 'Deactivation' });

/** Whom a link is sent to by mail. */
export const Invitations = z.strictObject({ userIds: z.array(username).min(1).max(2_000) }).meta({ id: 'Invitations' });

export const DepartmentClosing = z
  .strictObject({ successorId: id.optional(), reason: text(2_000) })
  .meta({ id: 'DepartmentClosing' });

export const RoleConfirmation = z.strictObject({ role: z.enum(ROLES) }).meta({ id: 'RoleConfirmation' });
